/** "Clear user sessions": ends a person's sessions at Okta, and by Universal Logout in the applications. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { addEvent, type OktaOrg, type OktaPerson } from './org.ts';
import type { OrgProvider } from './org-provider.ts';

const LIFETIME_SECONDS = 300;

export function endOktaSessions({ storage }: OrgProvider, { id }: OktaPerson): void {
  for (const session of storage.idsOf('Session', id)) storage.delete('Session', session);
}

export async function clearSessions(org: OktaOrg, provider: OrgProvider, person: OktaPerson): Promise<void> {
  endOktaSessions(provider, person);
  const endpoint = org.app.sso?.global_token_revocation_endpoint;
  if (endpoint === undefined) {
    addEvent(org, `Sessions of ${person.email} cleared at Okta; no application has Universal Logout`);
    return;
  }
  const status = await revoke(org, provider, person, endpoint);
  addEvent(org, `Universal Logout of ${person.email}: HTTP ${status}`, status < 300);
}

/** The request as the "Build Universal Logout" guide has it: a JWT of the app instance, and the user by issuer and subject. */
async function revoke(
  org: OktaOrg,
  { signingKey }: OrgProvider,
  { id }: OktaPerson,
  endpoint: string,
): Promise<number> {
  const { key, kid } = signingKey;
  const token = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'global-token-revocation+jwt' })
    .setIssuer(org.issuer)
    .setSubject(org.app.clientId)
    .setAudience(endpoint)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(key);
  const { status } = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: { format: 'iss_sub', iss: org.issuer, sub: id } }),
  });
  return status;
}
