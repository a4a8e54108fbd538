import type { Management, ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { oktaKeyId } from '../okta-key.ts';

/** Limits the keys of one client (Auth0). */
const MAX_KEYS = 2;

/** Describes a key of the OIN client. Auth0 does not return the key itself. */
export interface OktaKey {
  id: string;
  name: string;
  kid: string;
  /** ISO 8601. */
  createdAt: string;
  /** Assigned: tokens can be asked for with it. */
  isUsable: boolean;
}

/** Reads every key of the client, the oldest first. */
export async function readOktaKeys(api: ManagementClient, oinClientId: string): Promise<OktaKey[]> {
  const [client, credentials] = await Promise.all([
    api.clients.get(oinClientId),
    api.clients.credentials.list(oinClientId),
  ]);
  const assigned = (client.client_authentication_methods?.private_key_jwt?.credentials ?? []).map((key) => key.id);
  return credentials
    .map(({ id = '', name = '', kid = '', created_at }) => ({
      id,
      name,
      kid,
      createdAt: String(created_at ?? ''),
      isUsable: assigned.includes(id),
    }))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** Auth0's `kid` of a key is its thumbprint where none was sent; the name we give holds it in any case. */
export function findOktaKey(keys: readonly OktaKey[], pem: string): OktaKey | undefined {
  const fingerprint = oktaKeyId(pem);
  return keys.find((key) => key.kid === fingerprint || key.name === nameOf(fingerprint));
}

/**
 * Makes Okta's public key usable: from then on Okta can request tokens. An equal key is used again; other assigned keys
 * stay.
 *
 * @param name of a new key at Auth0; by default one with the fingerprint
 * @returns the failure that prevents it; then nothing is done
 */
export async function addOktaKey(
  api: ManagementClient,
  oinClientId: string,
  pem: string,
  name = nameOf(oktaKeyId(pem)),
): Promise<Failure[]> {
  const keys = await readOktaKeys(api, oinClientId);
  const existing = findOktaKey(keys, pem);
  if (existing?.isUsable) return [];
  const namesake = keys.find((key) => key.name === name);
  if (existing === undefined && namesake !== undefined) return [nameTaken(namesake, oktaKeyId(pem))];
  if (existing === undefined && keys.length >= MAX_KEYS) return [tooMany(keys)];

  const key: Management.ClientCredential | OktaKey =
    existing ??
    (await api.clients.credentials.create(oinClientId, { credential_type: 'public_key', name, pem, alg: 'RS256' }));
  const usable = keys.filter(({ isUsable }) => isUsable).map(({ id }) => id);
  await assign(api, oinClientId, [...usable, key.id ?? '']);
  return [];
}

/**
 * Takes away every key that is older than this one, which is usable already and so is never the last to go.
 *
 * @returns the removed ones, the oldest first
 */
export async function retireOlderKeys(
  api: ManagementClient,
  oinClientId: string,
  pem: string,
): Promise<Result<OktaKey[]>> {
  const keys = await readOktaKeys(api, oinClientId);
  const kept = findOktaKey(keys, pem);
  if (!kept?.isUsable) return failed(notUsableYet(keys, oktaKeyId(pem)));
  const position = keys.indexOf(kept);
  const newer = keys[position + 1];
  if (newer !== undefined) return failed(notTheNewest(newer, kept));

  const older = keys.slice(0, position);
  // Auth0 refuses to delete a key that is assigned.
  if (older.some(({ isUsable }) => isUsable)) await assign(api, oinClientId, [kept.id]);
  for (const { id } of older) await api.clients.credentials.delete(oinClientId, id);
  return ok(older);
}

const nameOf = (fingerprint: string): string => `okta-${fingerprint}`;

const assign = (api: ManagementClient, oinClientId: string, ids: string[]) =>
  api.clients.update(oinClientId, {
    client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
  });

const describe = ({ name, kid, createdAt }: OktaKey): string => `"${name}" (${kid}) of ${createdAt}`;

const tooMany = (keys: OktaKey[]): Failure => ({
  code: 'OKTA_KEY_LIMIT',
  expected: `room for another key: Auth0 keeps ${MAX_KEYS} for a client`,
  found: keys.map(describe).join(' and '),
  fix: 'Retire the older one with the file of the newer one: npm run oin -- key NEWER.pem --retire --env NAME',
});

/** auth0-deploy-cli knows keys by name and would ignore this one (docs/notes/deploy-cli.md#keys-by-name). */
const nameTaken = (namesake: OktaKey, fingerprint: string): Failure => ({
  code: 'OKTA_KEY_NAME',
  expected: `no other key than ${fingerprint} under the name "${namesake.name}"`,
  found: describe(namesake),
  fix: 'Leave --name out, or choose another: a key can not be changed, only added.',
});

const notUsableYet = (keys: OktaKey[], fingerprint: string): Failure => ({
  code: 'OKTA_KEY_RETIRE',
  expected: `key ${fingerprint} to be usable before older ones are retired`,
  found: keys.map(describe).join(' and ') || 'no key',
  fix: 'Run the command without --retire, see that Okta uses the new key, and then retire the older one.',
});

const notTheNewest = (newer: OktaKey, kept: OktaKey): Failure => ({
  code: 'OKTA_KEY_RETIRE',
  expected: 'the file of the newest key: --retire takes away older ones',
  found: `${describe(newer)}, newer than ${describe(kept)}`,
  fix: "Give the newest key's file, or remove the newest key in the Auth0 dashboard (Credentials of the OIN client).",
});
