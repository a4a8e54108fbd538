/** "Express Configure SCIM": gives the connection of an app instance a SCIM endpoint and a token for it. */
import { issueScimToken } from '../scim/token.ts';
import { isoNow, type TenantState } from '../state.ts';
import { scimMap } from './attribute-maps.ts';
import { findManaged } from './configure-sso.ts';
import { hasFeature } from './plan-connection.ts';
import { type Authorized, type OktaInstance, type Outcome, refused } from './types.ts';

export interface ScimResult {
  outcome: 'created' | 'updated';
  connection_id: string;
  base_url: string;
  token: string;
}

/** Configures SCIM for a connection. Another run writes the map again and replaces the earlier run's token. */
export function configureScim(
  state: TenantState,
  authorized: Authorized,
  instance: Pick<OktaInstance, 'issuer' | 'client_id'>,
): Outcome<ScimResult> {
  const managed = findManaged(state, authorized, instance);
  if ('refusal' in managed) return managed;
  if (managed.value === undefined) return refused(422, 'the app instance has no connection yet: SSO comes first');
  if (!hasFeature(authorized.connectionProfile, 'scim')) {
    return refused(403, 'the connection profile does not list scim under enabled_features');
  }
  const { record, connection } = managed.value;
  const known = state.scimConfigurations.find(({ connection_id }) => connection_id === connection.id);
  const now = isoNow(state);
  const map = { ...scimMap(authorized.userAttributeProfile), updated_on: now };
  if (known === undefined) state.scimConfigurations.push({ connection_id: connection.id, ...map, created_at: now });
  else Object.assign(known, map);

  state.scimTokens = state.scimTokens.filter(({ token_id }) => token_id !== record.scim_token_id);
  const { record: issued, token } = issueScimToken(state, connection.id);
  record.scim_token_id = issued.token_id;
  return {
    value: {
      outcome: known === undefined ? 'created' : 'updated',
      connection_id: connection.id,
      base_url: `https://${state.domain}/scim/v2/connections/${connection.id}`,
      token,
    },
  };
}
