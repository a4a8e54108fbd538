/** What Auth0 refuses about a client beyond its schema: names where ids belong, and ways of authenticating. */
import { type ClientRecord, findClient, type JsonObject, type TenantState } from '../state.ts';
import type { ManagementSettings } from './operation.ts';
import { badRequest, type Reply } from './reply.ts';

export const isOinClient = (client: { app_type?: string }): boolean => client.app_type === 'express_configuration';

const unknownId = (property: string, id: unknown): Reply =>
  badRequest(`Payload validation error: 'No such resource: ${id}' on property express_configuration.${property}.`);

/** Every id in `express_configuration` names something that exists; the schema has checked its shape. */
export function checkExpressConfiguration(state: TenantState, value: JsonObject | null | undefined): Reply | undefined {
  if (value === null || value === undefined) return undefined;
  const { connection_profile_id, user_attribute_profile_id, okta_oin_client_id, linked_clients } = value;
  if (!state.connectionProfiles.some((profile) => profile.id === connection_profile_id)) {
    return unknownId('connection_profile_id', connection_profile_id);
  }
  if (!state.userAttributeProfiles.some((profile) => profile.id === user_attribute_profile_id)) {
    return unknownId('user_attribute_profile_id', user_attribute_profile_id);
  }
  const oinClient = state.clients.find((client) => client.client_id === okta_oin_client_id);
  if (oinClient === undefined || !isOinClient(oinClient)) return unknownId('okta_oin_client_id', okta_oin_client_id);
  const linked = Array.isArray(linked_clients) ? linked_clients : [];
  const missing = linked.findIndex((link) => findClient(state, clientIdOf(link)) === undefined);
  return missing < 0 ? undefined : unknownId(`linked_clients[${missing}].client_id`, clientIdOf(linked[missing]));
}

function clientIdOf(link: unknown): string | undefined {
  const isLink = typeof link === 'object' && link !== null && 'client_id' in link;
  return isLink ? String(link.client_id) : undefined;
}

/** One way of authenticating at a time, and for Okta's client only private_key_jwt. */
export function checkAuthentication(client: Partial<ClientRecord>, settings: ManagementSettings): Reply | undefined {
  const methods = client.client_authentication_methods;
  if (methods && client.token_endpoint_auth_method) {
    return badRequest('token_endpoint_auth_method cannot be set together with client_authentication_methods.');
  }
  if (methods && methods.private_key_jwt === undefined) {
    return badRequest('((the local tenant knows private_key_jwt only)) on property client_authentication_methods.');
  }
  if (!isOinClient(client) || methods || settings.allowOinClientWithoutPrivateKeyJwt) return undefined;
  return badRequest(
    'A client of app_type express_configuration must authenticate with private_key_jwt: client_authentication_methods is missing ((the documentation demands it; what Auth0 answers is not known))',
  );
}
