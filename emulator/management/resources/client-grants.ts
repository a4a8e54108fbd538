import { type ClientGrantRecord, findClient, type TenantState } from '../../state.ts';
import { isOinClient } from '../client-checks.ts';
import { collection } from '../collection.ts';
import { badRequest, conflict, noContent, notFound, type Reply } from '../reply.ts';
import { sharedList } from '../store.ts';
import { findResourceServer } from './resource-servers.ts';

const FILTERS = ['client_id', 'audience', 'subject_type', 'default_for', 'allow_any_organization'] as const;

/** A grant of every scope names none; another one names those there are (recorded 2026-02). */
function withScopes(grant: ClientGrantRecord): ClientGrantRecord {
  const { scope, ...rest } = grant;
  return grant.allow_all_scopes === true ? rest : { ...rest, scope: scope ?? [] };
}

function checkGrant(state: TenantState, { client_id, audience, subject_type, default_for }: ClientGrantRecord) {
  if (client_id === undefined && default_for === undefined) {
    return badRequest('((a grant names a client_id, or default_for; what Auth0 answers is not known))');
  }
  const client = findClient(state, client_id);
  if (client_id !== undefined && client === undefined) {
    return notFound('The client does not exist', 'inexistent_client');
  }
  // Recorded 2025-11.
  if (client && isOinClient(client)) {
    return badRequest('Client of type express_configuration cannot be used', 'validation_error');
  }
  if (findResourceServer(state, audience) === undefined) {
    return notFound('The resource server does not exist', 'inexistent_resource_server');
  }
  const isSame = (other: ClientGrantRecord): boolean =>
    other.audience === audience &&
    other.subject_type === subject_type &&
    (client_id === undefined ? other.default_for === default_for : other.client_id === client_id);
  if (!state.clientGrants.some(isSame)) return undefined;
  return conflict(
    `A client grant for the client "${client_id ?? default_for}" and the audience "${audience}" already exists.`,
    'client_grant_conflict',
  );
}

const systemGrantStays = ({ is_system }: ClientGrantRecord): Reply | undefined =>
  is_system && badRequest('((A system grant can be neither changed nor deleted; what Auth0 answers is not known))');

export const resource = collection<ClientGrantRecord>({
  name: 'client-grants',
  path: '/client-grants',
  noun: 'grant',
  store: sharedList('clientGrants'),
  id: { field: 'id', prefix: 'cgr_' },
  list: 'both',
  listed: (rows, query) =>
    rows.filter((grant) => FILTERS.every((field) => query[field] === undefined || grant[field] === query[field])),
  defaults: () => ({ subject_type: 'client' }),
  changed: (before, { scope, ...rest }) => ({
    ...before,
    ...rest,
    ...(scope === undefined ? {} : { scope: scope ?? [] }),
  }),
  complete: withScopes,
  check: (grant, state, before) => (before === undefined ? checkGrant(state, grant) : systemGrantStays(before)),
  inUse: systemGrantStays,
  answers: {
    inexistent: () => notFound('The grant does not exist.', 'inexistent_client_grant'),
    nothingToDelete: noContent,
  },
  kept: { audience: 'string' },
  notes: {
    'POST /client-grants': 'needs a `client_id` or `default_for`',
    'PATCH /client-grants/{id}': 'a system grant stays as it is',
    'DELETE /client-grants/{id}': 'a system grant stays',
  },
});
