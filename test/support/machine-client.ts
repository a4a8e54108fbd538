import type { ManagementClient } from 'auth0';

/** A new machine-to-machine application whose grant for the Management API holds these scopes. */
export async function machineClient(
  auth0: ManagementClient,
  domain: string,
  scope: readonly string[],
): Promise<{ clientId: string; clientSecret: string }> {
  const { client_id: clientId = '', client_secret: clientSecret = '' } = await auth0.clients.create({
    name: `machine with ${scope.length} scopes`,
    app_type: 'non_interactive',
    grant_types: ['client_credentials'],
  });
  await auth0.clientGrants.create({ client_id: clientId, audience: `https://${domain}/api/v2/`, scope: [...scope] });
  return { clientId, clientSecret };
}
