/** Does what Okta does with the administrator's access token: sends its app instance to Auth0, and keeps the answer. */

import type { ScimResult } from '../../express/configure-scim.ts';
import type { SsoResult } from '../../express/configure-sso.ts';
import { EXPRESS_CONFIGURATION_PATH } from '../../express/routes.ts';
import { addEvent, type OktaOrg } from './org.ts';

export type Feature = 'sso' | 'scim';

/** All an Okta administrator is shown, by the HTTP status (support.okta.com), and beside it what they are not. */
export interface ExpressFailure {
  shown: string;
  cause: string;
}

export const failure = (status: number, cause: string): ExpressFailure => ({
  shown: `Failed to Express Configure the application (HTTP ${status}${status === 403 ? ' oauth_error' : ''})`,
  cause,
});

/** @param origin of the tenant. */
export async function expressConfigure(
  org: OktaOrg,
  origin: string,
  feature: Feature,
  accessToken: string,
): Promise<ExpressFailure | undefined> {
  const response = await fetch(`${origin}${EXPRESS_CONFIGURATION_PATH}/${feature}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      domain: new URL(org.issuer).host,
      issuer: org.issuer,
      jwks_uri: `${org.issuer}/oauth2/v1/keys`,
      client_id: org.app.clientId,
      client_secret: org.app.clientSecret,
    }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) return failure(403, causeIn(answer));
  if (feature === 'sso' && isSso(answer)) {
    org.app.sso = answer;
    addEvent(org, `SSO and Universal Logout: connection ${answer.connection_name} ${answer.outcome}`);
  }
  if (feature === 'scim' && isScim(answer)) {
    org.app.scim = answer;
    addEvent(org, `SCIM: endpoint and token received (${answer.outcome})`);
  }
  return undefined;
}

const causeIn = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'cause' in answer ? String(answer.cause) : 'no cause was given';

const isSso = (answer: unknown): answer is SsoResult =>
  typeof answer === 'object' && answer !== null && 'connection_name' in answer;
const isScim = (answer: unknown): answer is ScimResult =>
  typeof answer === 'object' && answer !== null && 'base_url' in answer && 'token' in answer;
