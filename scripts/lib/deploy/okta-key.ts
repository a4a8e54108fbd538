import type { ManagementClient } from 'auth0';
import type { Failure } from '../failures.ts';
import { oktaKeyId } from '../okta-key.ts';

/** Auth0's limit for one client. */
const MAX_KEYS = 2;

/**
 * Makes Okta's public key usable: from here on Okta can ask for tokens. An equal key is used again, other assigned ones
 * stay.
 *
 * @returns what stands in the way; nothing is done then
 */
export async function addOktaKey(api: ManagementClient, oinClientId: string, pem: string): Promise<Failure[]> {
  const id = oktaKeyId(pem);
  const name = `okta-${id}`;
  const [client, credentials] = await Promise.all([
    api.clients.get(oinClientId),
    api.clients.credentials.list(oinClientId),
  ]);
  const assigned = (client.client_authentication_methods?.private_key_jwt?.credentials ?? []).map((key) => key.id);
  const existing = credentials.find((credential) => credential.kid === id || credential.name === name);
  if (existing?.id !== undefined && assigned.includes(existing.id)) return [];
  if (existing === undefined && credentials.length >= MAX_KEYS) return [tooMany(credentials.length)];

  const key =
    existing ??
    (await api.clients.credentials.create(oinClientId, { credential_type: 'public_key', name, pem, alg: 'RS256' }));
  await api.clients.update(oinClientId, {
    client_authentication_methods: {
      private_key_jwt: { credentials: [...assigned, key.id ?? ''].map((credential) => ({ id: credential })) },
    },
  });
  return [];
}

/** Okta can ask for tokens: the client has a key. */
export async function hasUsableKey(api: ManagementClient, oinClientId: string): Promise<boolean> {
  const { client_authentication_methods: methods } = await api.clients.get(oinClientId);
  return (methods?.private_key_jwt?.credentials ?? []).length > 0;
}

const tooMany = (count: number): Failure => ({
  code: 'OKTA_KEY_LIMIT',
  expected: `room for another key: Auth0 keeps ${MAX_KEYS} for a client`,
  found: `${count} other keys`,
  fix: 'Remove the one Okta no longer uses from the OIN client (Credentials in the dashboard), and deploy again.',
});
