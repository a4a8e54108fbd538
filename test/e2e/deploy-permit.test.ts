import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { deploy } from '../../scripts/commands/deploy/run.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { failed } from '../../scripts/lib/failures.ts';
import { leastScopes } from '../../scripts/lib/management-api/least-scopes.ts';
import { readManifest } from '../../scripts/lib/manifest/manifest.ts';
import type { Plan } from '../../scripts/lib/plan/plan.ts';
import { machineClient } from '../support/machine-client.ts';
import { clientNamed, failuresOf, MINUTE_MS, OURS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

/** The least of a saved plan. */
const SAVED = { environment: 'local', domain: 'd', entries: [], otherApplications: [], stateHash: '0'.repeat(64) };

describe('before the first write', () => {
  let tenant: Rig;
  beforeAll(async () => {
    tenant = await rig();
  });
  afterAll(() => tenant.close());
  const written = () => tenant.emulator.requests().filter(({ write }) => write);

  test('a person is shown the plan, and a no changes nothing', async () => {
    const shown: Plan[] = [];
    const refused = await tenant.deploy({
      confirm: async (planned) => {
        shown.push(planned);
        return failed({ code: 'CONFIRMATION_NEEDED', expected: 'a yes', found: 'a no', fix: 'Review.' });
      },
    });
    expect(refused).toMatchObject({ failures: [{ code: 'CONFIRMATION_NEEDED' }] });
    expect(shown.map(({ domain }) => domain)).toEqual([tenant.emulator.domain]);
    expect(shown[0]?.entries.filter(({ change }) => change === 'created')).toHaveLength(12);
    expect(written()).toEqual([]);
  });

  test('the command line shows the plan, and without a terminal wants --yes', async () => {
    const { code, stdout, stderr } = await runOn(tenant, 'deploy');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Plan of environment local for ${tenant.emulator.domain}\n+ `);
    expect(stderr).toContain(
      'CONFIRMATION_NEEDED expected a yes before anything is written, found no terminal to ask on, and no --yes\nFix: ',
    );
    expect(written()).toEqual([]);
  });

  test('what reaches other applications needs a word of its own', async () => {
    const { client_id: id = '' } = await tenant.auth0.clients.create({ name: 'Storefront', app_type: 'spa' });
    tenant.emulator.clearRequests();
    const said = failuresOf(await tenant.deploy());
    await tenant.auth0.clients.delete(id);
    expect(said).toMatch(
      /^tenant\/tenant\.yaml:\d+:5 TENANT_WIDE expected --accept-tenant-wide, since the change reaches applications that tenant\.yaml does not name, found guardianFactors "otp" \(enabled\), reaching Storefront\n/,
    );
    expect(said).toMatch(/TENANT_WIDE .* found tenant "settings" \(.*customize_mfa_in_postlogin_action.*\), reaching /);
  });

  test('a scope that is missing is named', async () => {
    const manifest = await readManifest({ rootDir: tenant.project.rootDir, environment: 'local' });
    if (!manifest.ok) throw new Error('no manifest');
    const { scopes } = leastScopes(manifest.value.tenant, false);
    const some = scopes.filter((scope) => scope !== 'create:actions' && scope !== 'update:client_credentials');
    const client = await machineClient(tenant.auth0, tenant.emulator.domain, some);
    tenant.emulator.clearRequests();
    const connection = { domain: tenant.emulator.domain, ...client };
    expect(failuresOf(await tenant.deploy({ connection }))).toBe(
      `SCOPE_MISSING expected application ${client.clientId} to have all Management API scopes a deploy needs, ` +
        'found a token without create:actions, update:client_credentials\n' +
        'Fix: Add them to its grant for the Management API; npm run scopes -- --env local lists all.\n',
    );
    expect(written()).toEqual([]);
  });
});

describe('what the subscription lacks is named before the first write', () => {
  async function refusal(entitlements: Parameters<typeof rig>[0]): Promise<{ said: string; writes: number }> {
    const tenant = await rig(entitlements);
    onTestFinished(() => tenant.close());
    const said = failuresOf(await tenant.deploy());
    return { said, writes: tenant.emulator.requests().filter(({ write }) => write).length };
  }

  test('roles', async () => {
    const { said, writes } = await refusal({ entitlements: { rbac: false } });
    expect(said).toBe(
      "ENTITLEMENT_MISSING expected the tenant's subscription to include roles (RBAC), found that it does not (403)\n" +
        'Fix: Change the subscription, or write `without: [roles]` in tenant/environments/NAME.yaml: its administrators are then ' +
        'permitted by attribute.\n',
    );
    expect(writes).toBe(0);
  });

  test('factors', async () => {
    const { said, writes } = await refusal({ plan: 'essentials' });
    expect(said).toMatch(
      /^tenant\/tenant\.yaml:\d+:5 ENTITLEMENT_MISSING expected the tenant's subscription to include the factor webauthn-roaming, found that it does not\n/,
    );
    expect(writes).toBe(0);
  });
});

describe('a plan that was kept', () => {
  let tenant: Rig;
  beforeAll(async () => {
    tenant = await deployedRig();
  });
  afterAll(() => tenant.close());
  const keep = async (file: string) =>
    plan({
      rootDir: tenant.project.rootDir,
      environment: 'local',
      connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient },
      out: file,
    });

  test.each([
    ['is not there', undefined, 'no such file'],
    ['is no JSON', '{', 'text that is not JSON'],
    ['is another thing', '{"entries": []}', 'the file must have the key environment'],
    ['has an id of another kind', JSON.stringify({ ...SAVED, oinClientId: 5 }), 'oinClientId must be string'],
  ])('that %s is refused', async (_what, content, found) => {
    if (content !== undefined) await writeFile(join(tenant.project.rootDir, 'other.json'), content);
    const said = failuresOf(await tenant.deploy({ plan: content === undefined ? 'none.json' : 'other.json' }));
    expect(said).toContain(`.json PLAN_FILE expected a plan that npm run plan -- --out FILE kept, found ${found}`);
  });

  test('that is a folder is told as that', async () => {
    expect(failuresOf(await tenant.deploy({ plan: 'tenant' }))).toContain(
      'tenant PLAN_FILE expected a plan that npm run plan -- --out FILE kept, found a folder (EISDIR, read)',
    );
  });

  test('is refused where it would reach an application that it did not name', async () => {
    await tenant.auth0.prompts.updateSettings({ identifier_first: false });
    await keep('plan.json');
    const { client_id: id = '' } = await tenant.auth0.clients.create({ name: 'Late', app_type: 'spa' });
    tenant.emulator.clearRequests();
    const said = failuresOf(await tenant.deploy({ plan: 'plan.json', acceptTenantWide: true }));
    await tenant.auth0.clients.delete(id);
    expect(said).toBe(
      'PLAN_STALE expected tenant-wide changes to reach the applications that the plan names, found more: Late\n' +
        'Fix: Run npm run plan again, and review what it says.\n',
    );
    const writes = tenant.emulator.requests().filter(({ write }) => write);
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE /api/v2/clients/${id}`]);
  });

  test(
    'is carried out without a question',
    async () => {
      await tenant.project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
      await keep('plan.json');
      const { code, stderr } = await runOn(tenant, 'deploy', '--plan', 'plan.json');
      expect(stderr).toContain('deployed Actions and their bindings\n');
      expect(code).toBe(0);
    },
    MINUTE_MS,
  );

  test('is refused once the tenant has changed', async () => {
    await keep('plan.json');
    const { client_id: id = '' } = await clientNamed(tenant.auth0, 'Acme Reports');
    await tenant.auth0.clients.update(id, { callbacks: ['https://elsewhere.example/callback'] });
    tenant.emulator.clearRequests();
    expect(failuresOf(await tenant.deploy({ plan: 'plan.json' }))).toBe(
      'PLAN_STALE expected the tenant and the sources to be as they were planned, found a change in clients "Acme Reports"\n' +
        'Fix: Run npm run plan again, and review what it says.\n',
    );
    expect(tenant.emulator.requests().filter(({ write }) => write)).toEqual([]);
    await keep('plan.json');
    expect(JSON.parse(await readFile(join(tenant.project.rootDir, 'plan.json'), 'utf8')).entries).toHaveLength(20);
  });

  test(
    'that removes a value needs a word of its own, which neither --yes nor the plan is',
    async () => {
      const { client_id: id = '' } = await clientNamed(tenant.auth0, 'Acme Reports');
      await keep('plan.json');
      expect(JSON.parse(await readFile(join(tenant.project.rootDir, 'plan.json'), 'utf8'))).toMatchObject({
        removed: 1,
        loosened: 0,
        needs: ['--accept-removals'],
      });
      tenant.emulator.clearRequests();
      for (const agreed of [['--yes'], ['--plan', 'plan.json'], ['--yes', '--accept-loosening']]) {
        const { code, stderr } = await runOn(tenant, 'deploy', ...agreed);
        expect([agreed, code, stderr]).toEqual([
          agreed,
          1,
          expect.stringMatching(
            /tenant\.yaml:\d+:5 REMOVALS expected --accept-removals, .* found clients "Acme Reports" \(callbacks\)\n/,
          ),
        ]);
      }
      expect(tenant.emulator.requests().filter(({ write }) => write)).toEqual([]);
      const { code } = await runOn(tenant, 'deploy', '--plan', 'plan.json', '--accept-removals');
      expect((await tenant.auth0.clients.get(id)).callbacks).not.toContain('https://elsewhere.example/callback');
      expect(code).toBe(0);
    },
    MINUTE_MS,
  );
});

test(
  'a policy edit writes the Actions that contain it and nothing else',
  async () => {
    const tenant = await deployedRig();
    onTestFinished(() => tenant.close());
    await tenant.project.edit(
      'actions/policy.ts',
      "'EXPRESS_CONFIGURE_ADMIN_ROLE'",
      "'EXPRESS_CONFIGURE_ADMIN_ROLE', 'ADMIN'",
    );
    tenant.emulator.clearRequests();
    reportOf(await tenant.deploy());
    const actions = (await tenant.auth0.actions.list()).data;
    const nameOf = (id: string | undefined) => actions.find((action) => action.id === id)?.name;
    const writes = tenant.emulator
      .requests()
      // auth0-deploy-cli asks for a deploy until the build is done.
      .filter(({ write, status }) => write && status !== 400)
      .map(({ method, path }) =>
        path
          .split('/')
          .with(5, nameOf(path.split('/')[5]) ?? '?')
          .slice(4)
          .concat(method),
      );
    expect(writes.map((parts) => parts.join(' ')).sort()).toEqual(
      OURS.slice(0, 3)
        .flatMap((name) => [`actions ${name} PATCH`, `actions ${name} deploy POST`])
        .sort(),
    );
  },
  MINUTE_MS,
);

test('deploy is not fooled by a domain of another plan', async () => {
  const tenant = await rig();
  onTestFinished(() => tenant.close());
  await plan({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient },
    out: 'plan.json',
  });
  const file = join(tenant.project.rootDir, 'plan.json');
  const saved = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...saved, domain: 'other.eu.auth0.com' }));
  const refused = await deploy({
    rootDir: tenant.project.rootDir,
    environment: 'local',
    connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient },
    plan: 'plan.json',
  });
  expect(failuresOf(refused)).toContain(
    `PLAN_STALE expected a plan for environment "local" on ${tenant.emulator.domain}, found one for "local" on other.eu.auth0.com\n`,
  );
});
