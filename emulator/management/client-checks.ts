/** Checks what Auth0 refuses about a client beyond its schema: ids that do not exist, and authentication methods. */
import { type ClientRecord, findClient, type JsonObject, type TenantState } from '../state.ts';
import { badRequest, type Reply } from './reply.ts';

export const isOinClient = (client: { app_type?: string }): boolean => client.app_type === 'express_configuration';

const unknownId = (property: string, id: unknown): Reply =>
  badRequest(`Payload validation error: 'No such resource: ${id}' on property express_configuration.${property}.`);

/**
 * The ids in `express_configuration` name what exists; the schema has checked their shape. A connection profile is not
 * looked for: one tenant's id was taken on another tenant (recorded 2026-01).
 */
export function checkExpressConfiguration(state: TenantState, value: JsonObject | null | undefined): Reply | undefined {
  if (value === null || value === undefined) return undefined;
  const { user_attribute_profile_id, okta_oin_client_id, linked_clients } = value;
  if (!state.userAttributeProfiles.some((profile) => profile.id === user_attribute_profile_id)) {
    return unknownId('user_attribute_profile_id', user_attribute_profile_id);
  }
  const oinClient = state.clients.find((client) => client.client_id === okta_oin_client_id);
  if (oinClient === undefined || !isOinClient(oinClient)) return unknownId('okta_oin_client_id', okta_oin_client_id);
  const linked = Array.isArray(linked_clients) ? linked_clients : [];
  const missing = linked.findIndex((link) => findClient(state, clientIdOf(link)) === undefined);
  return missing < 0 ? undefined : unknownId(`linked_clients[${missing}].client_id`, clientIdOf(linked[missing]));
}

/**
 * Checks that the connection profile of `my_organization_configuration` exists (recorded as a 400 in 2026, without its
 * text); a profile of attributes is not checked.
 */
export function checkMyOrganization(state: TenantState, value: unknown): Reply | undefined {
  const { connection_profile_id: id }: { connection_profile_id?: unknown } = { ...Object(value) };
  if (id === undefined || id === null || state.connectionProfiles.some((profile) => profile.id === id))
    return undefined;
  return badRequest(`((No connection profile ${String(id)} for my_organization_configuration.))`);
}

/**
 * Checks that a rotating refresh token expires: "If rotation is enabled, an expiration lifetime must be set"
 * (secure/tokens/refresh-tokens/configure-refresh-token-expiration). Every recorded client has an expiration.
 */
export function checkRefreshToken({ refresh_token }: Partial<ClientRecord>): Reply | undefined {
  const { rotation_type, expiration_type }: JsonObject = { ...Object(refresh_token) };
  if (rotation_type !== 'rotating' || expiration_type === 'expiring') return undefined;
  return badRequest('((refresh_token: rotation_type "rotating" needs expiration_type "expiring"))');
}

function clientIdOf(link: unknown): string | undefined {
  const isLink = typeof link === 'object' && link !== null && 'client_id' in link;
  return isLink ? String(link.client_id) : undefined;
}

/** Checks that a client has one authentication method at a time. */
export function checkAuthentication(client: Partial<ClientRecord>): Reply | undefined {
  const methods = client.client_authentication_methods;
  if (methods && client.token_endpoint_auth_method) {
    return badRequest('token_endpoint_auth_method cannot be set together with client_authentication_methods.');
  }
  if (!isOinClient(client) || methods) return undefined;
  return badRequest(
    "((Okta's client authenticates with private_key_jwt alone; what Auth0 answers to another method is not known))",
  );
}
