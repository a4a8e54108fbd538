import type { Event } from '../../library/contract.ts';
import { finalScopes, isOidcScope } from '../runtime/scope.ts';
import { editTargetScopes } from '../runtime/target-scopes.ts';
import type { JsonObject } from '../state.ts';
import type { Decision } from './report.ts';

/** Describes the access token's payload as far as a login and its Actions decide it; without times and signature. */
export interface TokenPreview {
  iss: string;
  sub: string;
  aud: string | string[];
  azp: string;
  org_id?: string;
  /**
   * OpenID's scopes as asked for or made the target, and an API's as Actions added them: which of those asked for RBAC and consent let through, an event does
   * not say.
   */
  scope?: string;
  [customClaim: string]: unknown;
}

/** Returns the payload of a successful login's token; `undefined` if it is for no API. */
export function tokenPreview(event: Event, decision: Decision): TokenPreview | undefined {
  const audience = event.resource_server?.identifier;
  if (audience === undefined) return undefined;
  const issuer = `https://${event.request.hostname ?? event.tenant.id}/`;
  const requested = event.transaction?.requested_scopes ?? [];
  const asked = editTargetScopes(requested, decision.targetScopeEdits ?? []).filter(isOidcScope);
  const scopes = finalScopes(asked, decision.scopes);
  const custom: JsonObject = decision.accessTokenClaims;
  return {
    ...custom,
    iss: issuer,
    sub: event.user.user_id,
    aud: scopes.includes('openid') ? [audience, `${issuer}userinfo`] : audience,
    azp: event.client.client_id,
    ...(event.organization === undefined ? {} : { org_id: event.organization.id }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  };
}
