import { isVisible } from '../../delays.ts';
import type { JsonObject, OrganizationRecord, TenantState } from '../../state.ts';
import { withoutNulls } from '../metadata.ts';
import type { ManagementRequest } from '../operation.ts';
import { paged, pagedOrCheckpointed } from '../paging.ts';
import { badRequest, conflict, created, noContent, ok, type Reply, tooMany } from '../reply.ts';
import { declareResource } from '../resource.ts';
import {
  findOrganizationById,
  inexistentOrganization,
  newOrganizationConnection,
  type OrganizationConnectionBody,
} from './organization-connections.ts';

interface OrganizationBody {
  name?: string;
  display_name?: string;
  branding?: JsonObject;
  metadata?: Record<string, string | null>;
}

/** Auth0's default values; without metadata there is no `metadata` field (recorded traffic, 2026-08). */
const DEFAULTS = { third_party_client_access: 'block', is_app_entitlement_active: false };

function view({ enabled_connections: _shownApart, metadata, ...organization }: OrganizationRecord) {
  const shown = Object.keys(metadata).length > 0 ? { metadata } : {};
  const given = Object.entries(organization).filter(([, value]) => value !== null && value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(given), ...shown };
}

function nameTaken(state: TenantState, name: string | undefined, self?: OrganizationRecord): Reply | undefined {
  const other = state.organizations.find((organization) => organization !== self && organization.name === name);
  return other && conflict('An organization with this name already exists.', 'organization_conflict');
}

const listOrganizations = ({ state, query }: ManagementRequest): Reply =>
  pagedOrCheckpointed(state.organizations.map(view), 'organizations', query);

function getOrganization({ state, params }: ManagementRequest): Reply {
  const organization = findOrganizationById(state, params.id);
  return organization ? ok(view(organization)) : inexistentOrganization();
}

function getByName({ state, params }: ManagementRequest): Reply {
  const organization = state.organizations.find(({ name }) => name === params.name);
  return organization ? ok(view(organization)) : inexistentOrganization();
}

type CreateBody = OrganizationBody & { name: string; enabled_connections?: OrganizationConnectionBody[] };

function createOrganization({ state, body }: ManagementRequest<CreateBody>): Reply {
  const taken = nameTaken(state, body.name);
  if (taken !== undefined) return taken;
  const { enabled_connections = [], metadata = {}, ...rest } = body;
  const unknown = enabled_connections.find(({ connection_id }) => !isConnection(state, connection_id));
  if (unknown) return badRequest(`The connection ${unknown.connection_id} does not exist.`, 'inexistent_connection');
  const organization: OrganizationRecord = {
    id: state.newId('org_'),
    ...rest,
    metadata: withoutNulls(metadata),
    enabled_connections: enabled_connections.map(newOrganizationConnection),
  };
  state.organizations.push(organization);
  const shown = organization.enabled_connections;
  return created({ ...view(organization), ...(shown.length > 0 ? { enabled_connections: shown } : {}) });
}

const isConnection = (state: TenantState, id: string): boolean =>
  state.connections.some((connection) => connection.id === id);

/**
 * Changes an organization. It replaces metadata as a whole: the stricter reading of the documentation, so that nobody
 * relies on a merge.
 */
function updateOrganization({ state, params, body }: ManagementRequest<OrganizationBody>): Reply {
  const organization = findOrganizationById(state, params.id);
  if (organization === undefined) return inexistentOrganization();
  const taken = nameTaken(state, body.name, organization);
  if (taken !== undefined) return taken;
  const { metadata, ...rest } = body;
  Object.assign(organization, rest);
  if (metadata !== undefined) organization.metadata = withoutNulls(metadata);
  return ok(view(organization));
}

/** Deletes an organization and its own roles. */
function deleteOrganization({ state, params }: ManagementRequest): Reply {
  if (findOrganizationById(state, params.id) === undefined) return inexistentOrganization();
  const isOthers = (row: { org_id?: string }): boolean => row.org_id !== params.id;
  state.organizations = state.organizations.filter((organization) => organization.id !== params.id);
  state.members = state.members.filter(isOthers);
  state.roles = state.roles.filter(({ owner_id }) => owner_id !== params.id);
  state.userRoles = state.userRoles.filter(isOthers);
  state.consents = state.consents.filter(isOthers);
  state.discoveryDomains = state.discoveryDomains.filter(isOthers);
  state.invitations = state.invitations.filter(({ organization_id }) => organization_id !== params.id);
  return noContent();
}

/** They can't be written here, and are therefore empty. */
const listClientGrants = ({ state, params, query }: ManagementRequest): Reply =>
  findOrganizationById(state, params.id) ? paged([], 'client_grants', query) : inexistentOrganization();

/** Its `total` is 0 whatever the page has (recorded 2026-08; it was the number of rows in 2023). */
function listUserOrganizations({ state, params, query }: ManagementRequest): Reply {
  const ids = new Set(
    state.members.filter((row) => row.user_id === params.id && isVisible(state, row)).map((row) => row.org_id),
  );
  const rows = state.organizations.filter((organization) => ids.has(organization.id)).map(view);
  const reply = paged(rows, 'organizations', query);
  return query.include_totals ? ok({ ...Object(reply.body), total: 0 }) : reply;
}

export const resource = declareResource({
  name: 'organizations',
  operations: {
    'GET /organizations': listOrganizations,
    'POST /organizations': createOrganization,
    'GET /organizations/name/{name}': getByName,
    'GET /organizations/{id}': getOrganization,
    'PATCH /organizations/{id}': updateOrganization,
    'DELETE /organizations/{id}': deleteOrganization,
    'GET /organizations/{id}/client-grants': listClientGrants,
    'GET /users/{id}/organizations': listUserOrganizations,
  },
  notes: {
    'GET /organizations/{id}/client-grants': 'always empty',
    'PATCH /organizations/{id}': '`metadata` replaces the old as a whole',
  },
  leftOut: { 'GET /organizations': ['sort'] },
  kept: {
    organizations: {
      list: { id: 'string', name: 'string', metadata: 'object', enabled_connections: [{ connection_id: 'string' }] },
    },
  },
  entitle: ({ operation, state, entitlements }) =>
    operation === 'POST /organizations'
      ? tooMany(state.organizations.length, entitlements.maxOrganizations)
      : undefined,
});
