/**
 * Connections of an organization, under two paths with one content: `/enabled_connections`, and the newer `/connections`
 * that auth0-deploy-cli uses.
 */
import type { OrganizationConnection, OrganizationRecord, TenantState } from '../state.ts';
import type { Handler, ManagementRequest, Operations } from './operation.ts';
import { paged } from './paging.ts';
import { badRequest, conflict, created, noContent, notFound, ok, type Reply } from './reply.ts';

/** Of one organization (support/policies/entity-limit-policy). */
const MAX_CONNECTIONS = 10;

export interface OrganizationConnectionBody {
  connection_id: string;
  assign_membership_on_login?: boolean;
  show_as_button?: boolean;
  is_signup_enabled?: boolean;
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

export const inexistentOrganization = (): Reply =>
  notFound('No organization found by that id or name.', 'inexistent_organization');
const inexistent = (): Reply =>
  notFound('The connection is not enabled for this organization.', 'inexistent_connection');

function view(state: TenantState, enabled: OrganizationConnection) {
  const { name, strategy } = state.connections.find(({ id }) => id === enabled.connection_id) ?? {};
  return { ...enabled, connection: { name, strategy } };
}

function operationsUnder(path: string, idName: string, listKey: string, alreadyEnabled: typeof conflict): Operations {
  const list: Handler = ({ state, params, query }) => {
    const organization = findOrganizationById(state, params.id);
    if (organization === undefined) return inexistentOrganization();
    const rows = organization.enabled_connections.map((enabled) => view(state, enabled));
    return paged(rows, listKey, query);
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

export const organizationConnectionOperations: Operations = {
  ...operationsUnder('enabled_connections', 'connectionId', 'enabled_connections', badRequest),
  ...operationsUnder('connections', 'connection_id', 'connections', conflict),
};
