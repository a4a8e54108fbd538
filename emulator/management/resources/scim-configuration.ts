/** Inbound SCIM of an enterprise connection: how a provider's attributes become a user's (authenticate/protocols/scim). */

import type { ScimConfigurationRecord } from '../../records/management.ts';
import { type ConnectionRecord, isoNow, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { checkpointed } from '../paging.ts';
import { removeScim } from '../remove-scim.ts';
import { badRequest, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { DEFAULT_USER_ID_ATTRIBUTE, defaultMapping } from '../scim-mapping.ts';
import { inexistentConnection } from './connections.ts';

type Body = Partial<Pick<ScimConfigurationRecord, 'user_id_attribute' | 'mapping'>>;

/** Lists the strategies that have SCIM, from auth0-deploy-cli 8.44. */
const SCIM_STRATEGIES = ['samlp', 'oidc', 'okta', 'waad'];

type Found = { connection: ConnectionRecord } | { refusal: Reply };

/** Returns the connection, if its strategy has SCIM. */
export function findScimConnection(state: TenantState, id: string | undefined): Found {
  const connection = state.connections.find((candidate) => candidate.id === id);
  if (connection === undefined) return { refusal: inexistentConnection() };
  if (SCIM_STRATEGIES.includes(connection.strategy)) return { connection };
  return { refusal: inexistentScimConfiguration() };
}

export const findScimConfiguration = (state: TenantState, connectionId: string): ScimConfigurationRecord | undefined =>
  state.scimConfigurations.find(({ connection_id }) => connection_id === connectionId);

/** Returns the 404, also for a strategy without SCIM (recorded traffic, 2024 and 2025). */
export const inexistentScimConfiguration = (): Reply => notFound('Not Found');

function view(state: TenantState, { connection_id, ...configuration }: ScimConfigurationRecord) {
  const { name = '', strategy = '' } = state.connections.find(({ id }) => id === connection_id) ?? {};
  const tenant_name = state.domain.replace(/[.:].*$/, '');
  return { tenant_name, connection_id, connection_name: name, strategy, ...configuration };
}

const listConfigurations = ({ state, query }: ManagementRequest): Reply =>
  checkpointed(
    state.scimConfigurations.map((configuration) => view(state, configuration)),
    'scim_configurations',
    query,
  );

function getConfiguration({ state, params }: ManagementRequest): Reply {
  const found = findScimConnection(state, params.id);
  if ('refusal' in found) return found.refusal;
  const configuration = findScimConfiguration(state, found.connection.id);
  return configuration ? ok(view(state, configuration)) : inexistentScimConfiguration();
}

/** Creates a configuration, by default with the strategy's mapping. */
function createConfiguration({ state, params, body }: ManagementRequest<Body | null>): Reply {
  const found = findScimConnection(state, params.id);
  if ('refusal' in found) return found.refusal;
  const { id } = found.connection;
  // auth0-deploy-cli reads a 400 with this text as "leave it".
  if (findScimConfiguration(state, id)) return badRequest('((A SCIM configuration)) already exists');
  const now = isoNow(state);
  const configuration: ScimConfigurationRecord = {
    connection_id: id,
    user_id_attribute: body?.user_id_attribute ?? DEFAULT_USER_ID_ATTRIBUTE,
    mapping: body?.mapping ?? defaultMapping(found.connection.strategy),
    created_at: now,
    updated_on: now,
  };
  state.scimConfigurations.push(configuration);
  return created(view(state, configuration));
}

function updateConfiguration({ state, params, body }: ManagementRequest<Required<Body>>): Reply {
  const found = findScimConnection(state, params.id);
  if ('refusal' in found) return found.refusal;
  const configuration = findScimConfiguration(state, found.connection.id);
  if (configuration === undefined) return inexistentScimConfiguration();
  Object.assign(configuration, body, { updated_on: isoNow(state) });
  return ok(view(state, configuration));
}

/** Deletes a configuration and its tokens; deleting a missing one is not an error (recorded traffic, 2025-11). */
function deleteConfiguration({ state, params }: ManagementRequest): Reply {
  const found = findScimConnection(state, params.id);
  if ('refusal' in found) return found.refusal;
  removeScim(state, found.connection.id);
  return noContent();
}

function getDefaultMapping({ state, params }: ManagementRequest): Reply {
  const found = findScimConnection(state, params.id);
  return 'refusal' in found ? found.refusal : ok({ mapping: defaultMapping(found.connection.strategy) });
}

export const resource = declareResource({
  name: 'scim-configuration',
  operations: {
    'GET /connections-scim-configurations': listConfigurations,
    'GET /connections/{id}/scim-configuration': getConfiguration,
    'POST /connections/{id}/scim-configuration': createConfiguration,
    'PATCH /connections/{id}/scim-configuration': updateConfiguration,
    'DELETE /connections/{id}/scim-configuration': deleteConfiguration,
    'GET /connections/{id}/scim-configuration/default-mapping': getDefaultMapping,
  },
  notes: {
    'POST /connections/{id}/scim-configuration': 'strategies okta, oidc, samlp, waad',
  },
  kept: { scimConfigurations: { list: { connection_id: 'string', user_id_attribute: 'string', mapping: 'list' } } },
});
