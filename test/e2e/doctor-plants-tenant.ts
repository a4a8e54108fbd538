import { generateKeyPairSync } from 'node:crypto';
import type { Management } from 'auth0';
import { clientNamed } from './deploy-rig.ts';
import { inDays, type Plant } from './doctor-plant.ts';
import type { DoctorRig } from './doctor-rig.ts';

export const patchClient =
  (name: string, change: Management.UpdateClientRequestContent, back: Management.UpdateClientRequestContent): Plant =>
  async ({ auth0 }) => {
    const { client_id: id = '' } = await clientNamed(auth0, name);
    await auth0.clients.update(id, change);
    return () => auth0.clients.update(id, back);
  };

/** No connection is enabled for an application, as it may be on a tenant that enables none by itself. */
export const withoutConnections =
  (name: string): Plant =>
  async ({ auth0 }) => {
    const { client_id = '' } = await clientNamed(auth0, name);
    const { data } = await auth0.clients.connections.get(client_id);
    const switchTo = (status: boolean) =>
      Promise.all(data.map(({ id = '' }) => auth0.connections.clients.update(id, [{ client_id, status }])));
    await switchTo(false);
    return () => switchTo(true);
  };

type Express = Management.ExpressConfiguration;

export const patchExpress =
  (change: Partial<Express>): Plant =>
  async ({ auth0 }) => {
    const { client_id: id = '', express_configuration: express } = await clientNamed(auth0, 'Acme SaaS');
    if (!express) throw new Error('no express_configuration');
    await auth0.clients.update(id, { express_configuration: { ...express, ...change } });
    return () => auth0.clients.update(id, { express_configuration: express });
  };

export const withoutExpress: Plant = async ({ auth0 }) => {
  const { client_id: id = '', express_configuration: express } = await clientNamed(auth0, 'Acme SaaS');
  await auth0.clients.update(id, { express_configuration: null });
  return () => auth0.clients.update(id, { express_configuration: express ?? null });
};

export const patchSettings =
  (change: Management.UpdateTenantSettingsRequestContent, back: Management.UpdateTenantSettingsRequestContent): Plant =>
  async ({ auth0 }) => {
    await auth0.tenants.settings.update(change);
    return () => auth0.tenants.settings.update(back);
  };

export const databaseOfOin: Plant = async ({ auth0, databaseId }) => {
  const { client_id = '' } = await clientNamed(auth0, 'Okta OIN');
  await auth0.connections.clients.update(databaseId, [{ client_id, status: true }]);
  return () => auth0.connections.clients.update(databaseId, [{ client_id, status: false }]);
};

async function oinClient({ auth0 }: DoctorRig) {
  const client = await clientNamed(auth0, 'Okta OIN');
  const keys = await auth0.clients.credentials.list(client.client_id ?? '');
  return { id: client.client_id ?? '', keys };
}

export const keyEnds =
  (expiresAt: string): Plant =>
  async (rig) => {
    const { id, keys } = await oinClient(rig);
    const [{ id: key = '' } = {}] = keys;
    await rig.auth0.clients.credentials.update(id, key, { expires_at: expiresAt });
    return () => rig.auth0.clients.credentials.update(id, key, { expires_at: inDays(365) });
  };

const assignKeys = (rig: DoctorRig, id: string, keys: readonly string[]) =>
  rig.auth0.clients.update(id, {
    client_authentication_methods: { private_key_jwt: { credentials: keys.map((key) => ({ id: key })) } },
  });

export const noUsableKey: Plant = async (rig) => {
  const { id, keys } = await oinClient(rig);
  await assignKeys(rig, id, []);
  return () => assignKeys(rig, id, [keys[0]?.id ?? '']);
};

export const twoUsableKeys: Plant = async (rig) => {
  const { id, keys } = await oinClient(rig);
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  const second = await rig.auth0.clients.credentials.create(id, { credential_type: 'public_key', pem: pem.toString() });
  const first = keys[0]?.id ?? '';
  await assignKeys(rig, id, [first, second.id ?? '']);
  return async () => {
    await assignKeys(rig, id, [first]);
    await rig.auth0.clients.credentials.delete(id, second.id ?? '');
  };
};

const factors =
  (...changes: ['otp' | 'webauthn-roaming' | 'webauthn-platform' | 'sms' | 'email', boolean][]): Plant =>
  async ({ auth0 }) => {
    for (const [name, enabled] of changes) await auth0.guardian.factors.set(name, { enabled });
    return async () => {
      for (const [name, enabled] of changes.toReversed()) await auth0.guardian.factors.set(name, { enabled: !enabled });
    };
  };

export const anotherApplication: Plant = async ({ auth0 }) => {
  const { express_configuration: express } = await clientNamed(auth0, 'Acme SaaS');
  const { linked_clients: _, ...own } = express ?? ({} as Express);
  const { client_id: id = '' } = await auth0.clients.create({
    name: 'Second listing',
    organization_usage: 'allow',
    express_configuration: own,
  });
  return () => auth0.clients.delete(id);
};

export const customDomain =
  (isReady: boolean): Plant =>
  async ({ auth0 }) => {
    const { custom_domain_id: id } = await auth0.customDomains.create({
      domain: 'login.acme.example',
      type: 'auth0_managed_certs',
    });
    if (isReady) await auth0.customDomains.verify(id);
    return () => auth0.customDomains.delete(id);
  };

export const profile =
  (
    change: Management.UpdateConnectionProfileRequestContent,
    back: Management.UpdateConnectionProfileRequestContent,
  ): Plant =>
  async ({ auth0 }) => {
    const { data } = await auth0.connectionProfiles.list({ take: 10 });
    const { id = '' } = data[0] ?? {};
    await auth0.connectionProfiles.update(id, change);
    return () => auth0.connectionProfiles.update(id, back);
  };

export const withoutFactor: Plant = factors(
  ['webauthn-platform', false],
  ['sms', true],
  ['webauthn-roaming', false],
  ['otp', false],
);

export const integratorOff: Plant = async ({ auth0, oktaId }) => {
  const { client_id = '' } = await clientNamed(auth0, 'Acme SaaS');
  await auth0.connections.clients.update(oktaId, [{ client_id, status: false }]);
  return () => auth0.connections.clients.update(oktaId, [{ client_id, status: true }]);
};

export const classic: Plant = async ({ auth0 }) => {
  await auth0.prompts.updateSettings({ universal_login_experience: 'classic' });
  return () => auth0.prompts.updateSettings({ universal_login_experience: 'new' });
};

export const identifierAndPassword: Plant = async ({ auth0 }) => {
  await auth0.prompts.updateSettings({ identifier_first: false });
  return () => auth0.prompts.updateSettings({ identifier_first: true });
};
