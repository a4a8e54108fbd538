/** A tenant on which every kind of resource has a text that would do harm to whoever shows it as it is. */
import type { Emulator } from '../../emulator/index.ts';
import { type DoctorRig, healthyRig } from './doctor-rig.ts';

/** No line of a command's own begins so: where one does, a text of the tenant began it. */
export const FORGED = 'FORGED';

/** One of a kind: sets the terminal's title, clears it, begins lines that look like ours or are commands to a CI runner. */
export const hostile = (kind: string): string =>
  `::error::${kind}\u001b]0;x\u0007\u001b[2J\r\n${FORGED} No changes: 0 unchanged, 0 unmanaged.\n::add-mask::${kind}\n  ::stop-commands::x\n##[error]${kind}##vso[task.complete]\u202e\u2066\u200b\u200d\ufeff\u009b31m\u2028${FORGED}\u2029${FORGED}\u0085${FORGED}\u00a0\u3000\udb40\udc41\`\`\`\n@everyone <img src=x> | x |${' '.repeat(120)}${FORGED}`;

type State = Record<string, Record<string, unknown>[]> & { settings: Record<string, unknown> };

/** Kinds whose text some command shows. */
export const KINDS = [
  'application',
  'callback',
  'oin-client',
  'credential',
  'connection',
  'profile',
  'organization',
  'metadata',
  'domain',
  'user-id',
  'role',
  'role-description',
  'friendly-name',
  'support-email',
  'support-url',
  'scope-description',
  'log-description',
  'log-user',
  'log-organization',
  'action',
] as const;

/** {@link healthyRig}, and beside each resource of it another with hostile texts, wherever the tenant can hold one. */
export async function hostileRig(): Promise<DoctorRig & { userId: string }> {
  const tenant = await healthyRig();
  return { ...tenant, userId: await plant(tenant.emulator, tenant.organizationId) };
}

/** Through a snapshot: the API would refuse some, as Auth0 does today, and says nothing of what was stored before. */
async function plant(emulator: Emulator, organizationId: string): Promise<string> {
  const snapshot = JSON.parse(JSON.stringify(emulator.takeSnapshot()));
  const state: State = snapshot.state;
  const first = (section: string, of = (_: Record<string, unknown>): boolean => true): Record<string, unknown> => {
    const found = state[section]?.find(of);
    if (found === undefined) throw new Error(`no ${section}`);
    return found;
  };
  const add = (section: string, like: Record<string, unknown>, change: Record<string, unknown>): void => {
    state[section] = [...(state[section] ?? []), { ...structuredClone(like), ...change }];
  };
  const userId = `auth0|${hostile('user-id')}`;
  const application = first('clients', ({ name }) => name === 'Acme SaaS');
  add('clients', application, {
    client_id: 'otherapplication',
    name: hostile('application'),
    express_configuration: undefined,
    callbacks: [hostile('callback')],
  });
  application.description = hostile('application');
  application.callbacks = [hostile('callback')];
  const oin = first('clients', ({ app_type: type }) => type === 'express_configuration');
  oin.name = hostile('oin-client');
  first('credentials').name = hostile('credential');
  const okta = first('connections', ({ strategy }) => strategy === 'okta');
  Object.assign(okta, { name: hostile('connection'), display_name: hostile('connection') });
  for (const section of ['connectionProfiles', 'userAttributeProfiles']) {
    add(section, first(section), { id: `${section}-hostile`, name: hostile('profile') });
  }
  const acme = first('organizations');
  Object.assign(acme, {
    display_name: hostile('display-name'),
    metadata: { domains: `acme.com, ${hostile('metadata')}`, [hostile('metadata')]: hostile('metadata') },
  });
  add('organizations', acme, { id: 'org_hostile000000', name: hostile('organization') });
  add('discoveryDomains', first('discoveryDomains'), {
    id: 'ord_hostile',
    org_id: 'org_hostile000000',
    domain: hostile('domain'),
    status: 'pending',
  });
  add('users', first('users'), {
    user_id: userId,
    name: hostile('user-name'),
    nickname: hostile('user-name'),
    email: 'mallory@acme.com',
    app_metadata: { express_configure: [{ org_id: organizationId, scopes: ['sso'] }], x: hostile('metadata') },
    identities: [{ connection: 'saas-users', provider: 'auth0', user_id: hostile('user-id'), isSocial: false }],
  });
  add('members', first('members'), { user_id: userId });
  const role = first('roles');
  role.description = hostile('role-description');
  add('roles', role, { id: 'rol_hostile', name: hostile('role') });
  add('userRoles', {}, { org_id: organizationId, user_id: userId, role_id: 'rol_hostile' });
  for (const server of state.resourceServers ?? []) {
    server.scopes = (server.scopes as { value: string }[]).map(({ value }) => ({
      value,
      description: hostile('scope-description'),
    }));
  }
  Object.assign(state.settings, {
    friendly_name: hostile('friendly-name'),
    support_email: hostile('support-email'),
    support_url: hostile('support-url'),
  });
  add('actions', first('actions'), {
    id: '00000000-0000-4000-8000-000000000000',
    name: hostile('action'),
    code: `exports.onExecutePostLogin = async () => {};\n// ${hostile('action')}`,
  });
  add('logs', first('logs'), {
    log_id: '90020991129081444444000000000001',
    date: new Date().toISOString(),
    type: 'f',
    client_id: oin.client_id,
    client_name: hostile('oin-client'),
    description: hostile('log-description'),
    user_id: userId,
    user_name: hostile('log-user'),
    organization_id: organizationId,
    organization_name: hostile('log-organization'),
  });
  emulator.loadSnapshot(snapshot);
  return userId;
}
