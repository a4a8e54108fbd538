/** Verify's report on a tenant, and what somebody may have changed there by hand. */
import { expect } from 'vitest';
import { type VerifyReport, verify } from '../../scripts/commands/verify/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { clientNamed, OURS, type Rig } from './deploy-rig.ts';

const [STEP_UP = '', ENROLL = '', GRANT = '', DOMAINS = ''] = OURS;

export async function verifyTenant({ project, emulator }: Rig, oktaPublicKeyPem?: string): Promise<VerifyReport> {
  const result = await verify({
    rootDir: project.rootDir,
    environment: 'local',
    connection: { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile },
    nowMs: Date.parse('2026-01-01T12:00:00Z'),
    ...(oktaPublicKeyPem && { oktaPublicKeyPem }),
  });
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return result.value;
}

export const failing = ({ checks }: VerifyReport): string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ name, detail }) => `${name}: ${detail}`);

interface ChangeByHand {
  what: string;
  now(): Promise<unknown>;
  back(): Promise<unknown>;
  /** The one line of verify: a text, or what matches it. */
  expected: unknown;
}

/** The bindings can be wrong in one way at a time; all others can be made together. */
export const changesByHand = (tenant: Rig): ChangeByHand[] => {
  const { auth0 } = tenant;
  const bind = (names: readonly string[]) =>
    auth0.actions.triggers.bindings.updateMany('post-login', {
      bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
    });
  const bound = (names: readonly string[]) =>
    `triggers "post-login": actions: expected ${JSON.stringify(OURS)}, found ${JSON.stringify(names)}`;
  const otherOrder = [GRANT, STEP_UP, ENROLL, DOMAINS];
  const withoutGrant = [STEP_UP, ENROLL, DOMAINS];
  return [
    {
      what: 'bindings in another order',
      now: () => bind(otherOrder),
      back: () => bind(OURS),
      expected: bound(otherOrder),
    },
    { what: 'an unbound Action', now: () => bind(withoutGrant), back: () => bind(OURS), expected: bound(withoutGrant) },
    {
      what: 'a flag',
      now: () => auth0.tenants.settings.update({ flags: { enable_client_connections: true } }),
      back: () => auth0.tenants.settings.update({ flags: { enable_client_connections: false } }),
      expected: 'tenant "settings": flags.enable_client_connections: expected false, found true',
    },
    {
      what: 'a factor that is off',
      now: () => auth0.guardian.factors.set('webauthn-roaming', { enabled: false }),
      back: () => auth0.guardian.factors.set('webauthn-roaming', { enabled: true }),
      expected: 'guardianFactors "webauthn-roaming": enabled: expected true, found false',
    },
    {
      what: 'a login that asks for identifier and password together',
      now: () => auth0.prompts.updateSettings({ identifier_first: false }),
      back: () => auth0.prompts.updateSettings({ identifier_first: true }),
      expected: 'prompts "settings": identifier_first: expected true, found false',
    },
    {
      what: 'an application that is linked no more',
      now: () => link(tenant, []),
      back: async () => link(tenant, [(await clientNamed(auth0, 'Acme Reports')).client_id ?? '']),
      expected: expect.stringMatching(
        /^clients "Acme SaaS" express_configuration: .*linked_clients: expected \[\{.*\}\], found /,
      ),
    },
  ];
};

async function link({ auth0 }: Rig, ids: string[]): Promise<void> {
  const { client_id: id = '', express_configuration: express } = await clientNamed(auth0, 'Acme SaaS');
  if (!express) throw new Error('no express_configuration');
  await auth0.clients.update(id, {
    express_configuration: { ...express, linked_clients: ids.map((client_id) => ({ client_id })) },
  });
}
