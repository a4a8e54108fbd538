/** Runs that write at the same time: in one checkout, to one tenant, from this machine and from another. */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EmulatorOptions, RequestLogEntry } from '../../emulator/index.ts';
import { deploy } from '../../scripts/commands/deploy/run.ts';
import { oinKey } from '../../scripts/commands/oin/key.ts';
import { rollback } from '../../scripts/commands/rollback/run.ts';
import { lockFile } from '../../scripts/lib/runs/tenant-lock.ts';
import { startCommand } from '../support/command.ts';
import { realValues } from '../support/environment.ts';
import { clientNamed, envOf, failuresOf, MINUTE_MS, type Rig, reportOf, rig } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

async function deployed(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const tenant = await deployedRig(options);
  onTestFinished(() => tenant.close());
  return tenant;
}

const connectionOf = ({ emulator }: Rig) => ({
  domain: emulator.domain,
  ...emulator.deployClient,
  caFile: emulator.caFile,
});

/** A tenant on which something happens at the first such request, before it is answered. */
async function when(isMoment: (entry: RequestLogEntry) => boolean, act: (tenant: Rig) => Promise<unknown>) {
  let hasActed = false;
  const tenant: Rig = await deployed({
    onRequest: async (entry) => {
      if (hasActed || !isMoment(entry)) return;
      hasActed = true;
      await act(tenant);
    },
  });
  return tenant;
}

test(
  'deploys of two environments in one checkout keep their files apart, and leave none',
  async () => {
    const [one, two] = await Promise.all([deployed(), deployed()]);
    const { rootDir } = one.project;
    const yaml = await readFile(join(rootDir, 'tenant/environments/local.yaml'), 'utf8');
    for (const name of ['blue', 'green']) {
      const text = realValues(yaml).replaceAll('acme-saas.com', `${name}-saas.com`);
      expect(text).not.toBe(yaml);
      await writeFile(join(rootDir, `tenant/environments/${name}.yaml`), text);
    }
    const reports = await Promise.all(
      [one, two].map((tenant, index) =>
        deploy({
          rootDir,
          environment: index === 0 ? 'blue' : 'green',
          connection: connectionOf(tenant),
          acceptRemovals: true,
        }),
      ),
    );
    expect(reports.map(failuresOf)).toEqual(['', '']);
    for (const [tenant, own, other] of [
      [one, 'blue', 'green'],
      [two, 'green', 'blue'],
    ] as const) {
      const stored = JSON.stringify((await tenant.auth0.clients.list()).data);
      expect(stored).toContain(`app.${own}-saas.com`);
      expect(stored).not.toContain(`${other}-saas.com`);
    }
    expect(await readdir(join(rootDir, 'dist/runs'))).toEqual([]);
    expect(existsSync(lockFile(one.emulator.domain))).toBe(false);
  },
  2 * MINUTE_MS,
);

test(
  'while one run writes to a tenant no other does, and each is told by whom; a killed run holds nothing',
  async () => {
    const tenant = await deployed();
    const { rootDir } = tenant.project;
    // The run stays at its first write until it is killed.
    await tenant.auth0.prompts.updateSettings({ identifier_first: false });
    tenant.emulator.faults.add({ path: '/api/v2/prompts', methods: ['PATCH'], effect: 'hang', times: 'always' });
    const run = startCommand(['deploy', '--yes'], { cwd: rootDir, env: envOf(tenant) });
    await run.said('built 4 Actions\n');
    const shared = { rootDir, environment: 'local', connection: connectionOf(tenant) };
    const busy = new RegExp(
      `^TENANT_LOCKED expected one run at a time to write to ${tenant.emulator.domain}, found npm run deploy -- --env local ` +
        `of user \\S+, process ${run.child.pid}, since \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\nFix: Wait until it has ended, or end process ${run.child.pid}, `,
    );
    expect(failuresOf(await tenant.deploy())).toMatch(busy);
    await writeFile(join(rootDir, 'okta.pem'), tenant.emulator.okta.publicKeyPem);
    const others = await Promise.all([
      rollback({ ...shared, agree: async () => true }),
      oinKey({ ...shared, file: 'okta.pem' }),
    ]);
    expect(others).toMatchObject([
      { failures: [{ code: 'TENANT_LOCKED' }] },
      { failures: [{ code: 'TENANT_LOCKED' }] },
    ]);
    run.child.kill('SIGKILL');
    await run.finished;
    tenant.emulator.faults.clear();
    expect((await readdir(join(rootDir, 'dist/runs'))).length).toBe(1);
    expect(reportOf(await tenant.deploy()).state).toBe('awaiting-okta-key');
    expect(await readdir(join(rootDir, 'dist/runs'))).toEqual([]);
  },
  2 * MINUTE_MS,
);

test(
  'a callback that another machine writes during a deploy is not written over',
  async () => {
    let isReady = false;
    const tenant = await when(
      ({ method, path }) => isReady && method === 'PATCH' && path === '/api/v2/tenants/settings',
      async ({ auth0 }) => {
        const { client_id: id = '' } = await clientNamed(auth0, 'Acme SaaS');
        await auth0.clients.update(id, { callbacks: ['https://elsewhere.example/callback'] });
      },
    );
    await tenant.auth0.tenants.settings.update({ flags: { enable_client_connections: true } });
    await tenant.project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
    isReady = true;
    const stopped = await tenant.deploy();
    expect(failuresOf(stopped)).toMatch(
      /^DEPLOY_OVERLAP expected no other run and no person to change the tenant during this deploy, found changes since the plan that this run did not make: clients "Acme SaaS" \(callbacks\)\nFix: /,
    );
    expect(stopped).toMatchObject({ halfway: { begun: ['Actions and their bindings'] } });
    const { callbacks } = await clientNamed(tenant.auth0, 'Acme SaaS');
    expect(callbacks).toEqual(['https://elsewhere.example/callback']);
  },
  2 * MINUTE_MS,
);

test(
  'a change between the question and the first write makes the plan stale, and nothing is written',
  async () => {
    // A fresh tenant: everything is to be written.
    const tenant = await rig();
    onTestFinished(() => tenant.close());
    const refused = await tenant.deploy({
      confirm: async () => {
        await tenant.auth0.prompts.updateSettings({ identifier_first: true });
        tenant.emulator.clearRequests();
        return undefined;
      },
    });
    expect(failuresOf(refused)).toMatch(/^PLAN_STALE expected .*, found a change in prompts\.?.*identifier_first/);
    expect(refused).not.toHaveProperty('halfway');
    expect(tenant.emulator.requests().filter(({ write }) => write)).toEqual([]);
  },
  MINUTE_MS,
);
