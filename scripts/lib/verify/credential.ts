import type { Management } from 'auth0';
import { findOinClient } from '../tenant/oin-client.ts';
import { findOktaKey, type OktaKey, readOktaKeys } from '../tenant/okta-keys.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Check } from './check.ts';

export interface Credential {
  /** Okta can ask for tokens. */
  hasUsableKey: boolean;
  oinClientId?: string;
  checks: Check[];
}

/**
 * Checks how the OIN client authenticates. If the upload of a key fails, auth0-deploy-cli makes it a client with a
 * secret, and exits 0 (docs/notes/deploy-cli.md#failed-key-upload).
 */
export async function checkCredential({ api, built }: TenantSession, pem: string | undefined): Promise<Credential> {
  const found = await findOinClient(api, built.manifest);
  const client = found.ok ? found.value : undefined;
  // A missing client is reported by its entry of tenant.yaml.
  if (client?.client_id === undefined) return { hasUsableKey: false, checks: [] };

  const keys = await readOktaKeys(api, client.client_id);
  const usable = keys.filter((key) => key.isUsable);
  return {
    hasUsableKey: usable.length > 0,
    oinClientId: client.client_id,
    checks: [authenticationCheck(client), keyCheck(keys, usable, pem)],
  };
}

type Authentication = Pick<Management.Client, 'client_authentication_methods' | 'token_endpoint_auth_method'>;

/** Checks that the OIN client authenticates by `private_key_jwt` and nothing else. */
export function authenticationCheck({
  client_authentication_methods: methods,
  token_endpoint_auth_method: method,
}: Authentication): Check {
  const name = 'OIN client authentication';
  if (methods?.private_key_jwt && !method) return { name, status: 'ok', detail: 'private_key_jwt' };
  return {
    name,
    status: 'failed',
    detail: `expected private_key_jwt, found ${method ?? 'none'}`,
    fix: "Run npm run oin -- key FILE.pem --env NAME with Okta's public key: it makes the client private_key_jwt again.",
  };
}

function keyCheck(keys: readonly OktaKey[], usable: readonly OktaKey[], pem: string | undefined): Check {
  const name = "Okta's key";
  if (pem !== undefined && !findOktaKey(keys, pem)?.isUsable) {
    const detail = `expected the environment's own to be usable, found ${usable.map((key) => key.name).join(', ') || 'none'}`;
    return { name, status: 'failed', detail, fix: 'Deploy: it adds the key.' };
  }
  return { name, status: 'ok', detail: usable.map((key) => key.name).join(', ') || 'none yet' };
}
