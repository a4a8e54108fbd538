/**
 * Decides what an access token for `urn:auth0:express-configure` permits; its signature, issuer, audience and expiry
 * are checked before.
 */
import { isObject } from '../is-object.ts';
import { validateBody } from '../management/validate.ts';
import { type ClientRecord, findOrganization, type TenantState } from '../state.ts';
import { type Authorized, type Outcome, refused } from './types.ts';

const ALIASES = {
  type: 'object',
  properties: { domain_aliases: { $ref: '#/components/schemas/ConnectionDomainAliases' } },
};

/**
 * Returns what the token permits, or the refusal.
 *
 * @param scopes all of which the token must have, for instance `express_configure:sso`.
 */
export function authorize(
  state: TenantState,
  claims: Record<string, unknown> | undefined,
  scopes: readonly string[],
): Outcome<Authorized> {
  if (claims === undefined) return refused(401, 'the token is not of this tenant, not for this API, or has expired');
  const published = findPublished(state, String(claims.azp));
  if ('refusal' in published) return published;
  const granted = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const missing = scopes.find((scope) => !granted.includes(scope));
  if (missing !== undefined) return refused(403, `the token lacks the scope ${missing}`);
  const organization = typeof claims.org_id === 'string' ? findOrganization(state, claims.org_id) : undefined;
  if (organization === undefined) return refused(403, 'the token names no organization of this tenant');
  const aliases = aliasesOf(claims.express_configuration);
  if ('refusal' in aliases) return aliases;
  return { value: { ...published.value, organization, aliases: aliases.value } };
}

type Published = Omit<Authorized, 'organization' | 'aliases'>;

/** Returns the application whose `express_configuration` names the client that got the token. */
function findPublished(state: TenantState, oinClientId: string): Outcome<Published> {
  const [application, other] = state.clients.filter(
    (client) => client.express_configuration?.okta_oin_client_id === oinClientId,
  );
  const express = application?.express_configuration;
  if (application === undefined || !express || !isOin(state, oinClientId)) {
    return refused(403, `no application names the client ${oinClientId} as its okta_oin_client_id`);
  }
  if (other !== undefined) return refused(403, `${application.name} and ${other.name} name the same OIN client`);
  const connectionProfile = state.connectionProfiles.find(({ id }) => id === express.connection_profile_id);
  if (connectionProfile === undefined)
    return refused(422, `${application.name} names no connection profile that exists`);
  const userAttributeProfile = state.userAttributeProfiles.find(({ id }) => id === express.user_attribute_profile_id);
  if (userAttributeProfile === undefined) {
    return refused(422, `${application.name} names no user attribute profile that exists`);
  }
  return { value: { application, express, oinClientId, connectionProfile, userAttributeProfile } };
}

const isOin = (state: TenantState, clientId: string): boolean =>
  state.clients.some(
    (client: ClientRecord) => client.client_id === clientId && client.app_type === 'express_configuration',
  );

/** The claim is taken as a connection's `domain_aliases` are: one wrong entry refuses all of it. */
function aliasesOf(claim: unknown): Outcome<string[] | undefined> {
  if (claim === undefined) return { value: undefined };
  const body = isObject(claim) ? { domain_aliases: claim.domain_aliases } : undefined;
  const isList = Array.isArray(body?.domain_aliases);
  if (!isList || validateBody('express_configuration', ALIASES, body) !== undefined) {
    return refused(422, 'express_configuration.domain_aliases of the token is not a list of domain names');
  }
  return { value: Array.isArray(body?.domain_aliases) ? body.domain_aliases.map(String) : [] };
}
