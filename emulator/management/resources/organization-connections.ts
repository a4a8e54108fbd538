/**
 * Connections of an organization, under two paths with one content: `/enabled_connections`, and the newer `/connections`
 * that auth0-deploy-cli uses.
 */

import type { JsonObject, OrganizationConnection, OrganizationRecord, TenantState } from '../../state.ts';
import type { Handler, ManagementRequest, Operations } from '../operation.ts';
import { paged } from '../paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

/** Limits the connections of one organization (support/policies/entity-limit-policy). */
const MAX_CONNECTIONS = 10;

export interface OrganizationConnectionBody {
  connection_id: string;
  assign_membership_on_login?: boolean;
  show_as_button?: boolean;
  is_signup_enabled?: boolean;
  is_enabled?: boolean;
  organization_access_level?: string;
}

export const newOrganizationConnection = (body: OrganizationConnectionBody): OrganizationConnection => ({
  assign_membership_on_login: false,
  show_as_button: true,
  is_signup_enabled: false,
  ...body,
});

export const findOrganizationById = (state: TenantState, id: string | undefined): OrganizationRecord | undefined =>
  state.organizations.find((organization) => organization.id === id);

export const hasOrganization = (state: TenantState, id: string | undefined): boolean =>
  findOrganizationById(state, id) !== undefined;

export const inexistentOrganization = (): Reply => notFound('No organization found by that id or name');
const inexistent = (): Reply => notFound('No connection found by that id');

/** Checks sign-up, with the message recorded in 2023; no newer source has it. */
function checkSignup(state: TenantState, enabled: OrganizationConnection): Reply | undefined {
  const { strategy } = state.connections.find(({ id }) => id === enabled.connection_id) ?? {};
  if (!enabled.is_signup_enabled || (strategy === 'auth0' && enabled.assign_membership_on_login)) return undefined;
  return badRequest(
    'Only database connections with assign_membership_on_login = true support is_signup_enabled = true.',
  );
}

/** Returns what answers show: `is_signup_enabled` for databases only (recorded traffic, 2026-04). */
function view(state: TenantState, { is_signup_enabled, ...enabled }: OrganizationConnection): JsonObject {
  const { name, strategy } = state.connections.find(({ id }) => id === enabled.connection_id) ?? {};
  const signup = strategy === 'auth0' ? { is_signup_enabled } : {};
  return { ...enabled, ...signup, connection: { name: name ?? '', strategy: strategy ?? '' } };
}

type View = typeof view;

/** The older path knows neither whether a connection is enabled nor an access level. */
const olderView: View = (state, enabled) => {
  const { is_enabled: _later, organization_access_level: _too, ...known } = view(state, enabled);
  return known;
};

const newerView: View = (state, enabled) => ({
  is_enabled: true,
  organization_access_level: 'none',
  ...view(state, enabled),
});

interface ConnectionPath {
  path: string;
  idName: string;
  view: View;
  alreadyEnabled: typeof conflict;
}

function operationsUnder({ path, idName, view, alreadyEnabled }: ConnectionPath): Operations {
  /** The last one added comes first (recorded 2026-04). */
  const list: Handler = ({ state, params, query }) => {
    const organization = findOrganizationById(state, params.id);
    if (organization === undefined) return inexistentOrganization();
    const rows = organization.enabled_connections
      .filter(({ is_enabled = true }) => query.is_enabled === undefined || query.is_enabled === is_enabled)
      .map((enabled) => view(state, enabled))
      .toReversed();
    return paged(rows, path, query);
  };

  const add = ({ state, params, body }: ManagementRequest<OrganizationConnectionBody>): Reply => {
    const organization = findOrganizationById(state, params.id);
    if (organization === undefined) return inexistentOrganization();
    const { connection_id } = body;
    if (!state.connections.some(({ id }) => id === connection_id)) {
      return badRequest(`The connection ${connection_id} does not exist.`, 'inexistent_connection');
    }
    if (organization.enabled_connections.some((enabled) => enabled.connection_id === connection_id)) {
      return alreadyEnabled(
        'The connection is already enabled for this organization.',
        'organization_connection_conflict',
      );
    }
    if (organization.enabled_connections.length >= MAX_CONNECTIONS) {
      return badRequest(`((The organization has ${MAX_CONNECTIONS} connections, the most it may have.))`);
    }
    const enabled = newOrganizationConnection(body);
    const refusal = checkSignup(state, enabled);
    if (refusal !== undefined) return refusal;
    organization.enabled_connections.push(enabled);
    return created(view(state, enabled));
  };

  const findEnabled = ({ state, params }: ManagementRequest): OrganizationConnection | undefined =>
    findOrganizationById(state, params.id)?.enabled_connections.find(
      (enabled) => enabled.connection_id === params[idName],
    );

  const get: Handler = (request) => {
    const enabled = findEnabled(request);
    return enabled ? ok(view(request.state, enabled)) : inexistent();
  };

  const update = (request: ManagementRequest<Partial<OrganizationConnectionBody>>): Reply => {
    const enabled = findEnabled(request);
    if (enabled === undefined) return inexistent();
    const refusal = checkSignup(request.state, { ...enabled, ...request.body });
    if (refusal !== undefined) return refusal;
    Object.assign(enabled, request.body);
    return ok(view(request.state, enabled));
  };

  const remove: Handler = (request) => {
    const organization = findOrganizationById(request.state, request.params.id);
    if (organization === undefined) return inexistentOrganization();
    const removed = findEnabled(request);
    organization.enabled_connections = organization.enabled_connections.filter((enabled) => enabled !== removed);
    return noContent();
  };

  const base = `/organizations/{id}/${path}`;
  return {
    [`GET ${base}`]: list,
    [`POST ${base}`]: add,
    [`GET ${base}/{${idName}}`]: get,
    [`PATCH ${base}/{${idName}}`]: update,
    [`DELETE ${base}/{${idName}}`]: remove,
  };
}

export const resource = declareResource({
  name: 'organization-connections',
  notes: {
    'POST /organizations/{id}/connections': 'the same list as `enabled_connections`; at most ten',
    'POST /organizations/{id}/enabled_connections': 'at most ten',
  },
  operations: {
    ...operationsUnder({
      path: 'enabled_connections',
      idName: 'connectionId',
      view: olderView,
      alreadyEnabled: badRequest,
    }),
    ...operationsUnder({ path: 'connections', idName: 'connection_id', view: newerView, alreadyEnabled: conflict }),
  },
});
