import { generateKeyPairSync } from 'node:crypto';
import type { ManagementClient } from 'auth0';

const CREDENTIALS = { grant_types: ['client_credentials'], app_type: 'non_interactive' as const };

/** Makes a machine-to-machine application whose grant for the Management API has these scopes. */
export async function machineClient(
  auth0: ManagementClient,
  domain: string,
  scope: readonly string[],
): Promise<{ clientId: string; clientSecret: string }> {
  const { client_id: clientId = '', client_secret: clientSecret = '' } = await auth0.clients.create({
    name: `machine with ${scope.length} scopes`,
    ...CREDENTIALS,
  });
  await auth0.clientGrants.create({ client_id: clientId, audience: `https://${domain}/api/v2/`, scope: [...scope] });
  return { clientId, clientSecret };
}

/** Such an application that proves itself by a private key, and has no secret that would do. */
export async function keyClient(
  auth0: ManagementClient,
  domain: string,
  scope: readonly string[],
): Promise<{ clientId: string; privateKeyPem: string }> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { client_id: clientId = '' } = await auth0.clients.create({
    name: `machine with a key and ${scope.length} scopes`,
    ...CREDENTIALS,
    client_authentication_methods: { private_key_jwt: { credentials: [{ credential_type: 'public_key', pem }] } },
  });
  await auth0.clientGrants.create({ client_id: clientId, audience: `https://${domain}/api/v2/`, scope: [...scope] });
  return { clientId, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
