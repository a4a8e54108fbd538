/** Requests that the Management API refuses, one of each kind. */
import type { Rig } from '../../e2e/deploy-rig.ts';
import { machineClient } from '../../support/machine-client.ts';

export async function callRefused({ auth0, emulator }: Rig): Promise<void> {
  const connectionProfiles = (await auth0.connectionProfiles.list({ take: 10 })).data;
  const role = await auth0.roles.create({ name: 'first' });
  await auth0.roles.create({ name: 'second' });
  await refused(auth0.connectionProfiles.delete(connectionProfiles[0]?.id ?? ''));
  await refused(auth0.roles.update(role.id ?? '', { name: 'second' }));
  await refused(auth0.roles.create({ name: 'x'.repeat(1_100_000) }));
  await refused(auth0.organizations.get('org_none'));
  await refused(auth0.organizations.update('org_none', { display_name: 'None' }));
  await refused(auth0.users.get('auth0|nobody'));
  await refused(auth0.organizations.create({ name: 'Not A Name' }));

  const machine = await machineClient(auth0, emulator.domain, ['read:roles']);
  const response = await fetch(`${emulator.issuer}oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: machine.clientId,
      client_secret: machine.clientSecret,
      audience: `${emulator.issuer}api/v2/`,
    }),
  });
  const { access_token }: { access_token: string } = Object(await response.json());
  const scim = `${emulator.issuer}api/v2/connections/con_1/scim-configuration`;
  await fetch(scim, { headers: { authorization: `Bearer ${access_token}` } });
}

async function refused(request: PromiseLike<unknown>): Promise<void> {
  const done = await Promise.resolve(request).then(
    () => true,
    () => false,
  );
  if (done) throw new Error('a request that should be refused was carried out');
}
