import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plan } from '../../scripts/commands/plan/run.ts';
import { isChange } from '../../scripts/lib/plan/plan.ts';
import { envOf, MINUTE_MS, type Rig, reportOf, rig, runOn } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

const CLI = createRequire(import.meta.url).resolve('auth0-deploy-cli');

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

const a0deploy = (args: string[], env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [CLI, ...args], { cwd: tenant.project.rootDir, env });

test('before a deploy there is no environment to print', async () => {
  const { code, stderr } = await runOn(tenant, 'deploy', '--print-env');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^NOT_AS_DEPLOYED .* found no client "Acme Reports", "Okta OIN"\nFix: Run npm run deploy /);
});

test(
  'a plain import into a tenant that was deployed to works in the printed environment, and plans clean afterwards',
  async () => {
    await restoreDeployed(tenant);
    reportOf(await tenant.deploy());
    const { code, stdout, stderr } = await runOn(tenant, 'deploy', '--print-env');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      '# AUTH0_CLIENT_SECRET is a secret: set it yourself, with quotes, backslashes and line ends escaped as in JSON.\n',
    );
    expect(stdout).not.toContain(tenant.emulator.deployClient.clientSecret);
    const exported = stdout.matchAll(/^export (\w+)='(.*)'$/gm);
    const printed = Object.fromEntries([...exported].map(([, name = '', value = '']) => [name, value]));
    expect(Object.keys(printed)).toEqual([
      'AUTH0_DOMAIN',
      'AUTH0_CLIENT_ID',
      'AUTH0_EXCLUDED_RESOURCE_SERVERS',
      'OIN_CLIENT_IDS',
      'LINKED_CLIENT_ID_1',
    ]);

    const { AUTH0_CLIENT_SECRET = '', NODE_EXTRA_CA_CERTS = '' } = envOf(tenant);
    const imported = await a0deploy(['import', '-c', 'dist/tenant/config.json', '-i', 'dist/tenant/tenant.yaml'], {
      ...printed,
      AUTH0_CLIENT_SECRET,
      NODE_EXTRA_CA_CERTS,
    });
    expect(imported.stdout).toContain('Updated [prompts]: Prompts settings\n');
    expect(imported.stdout).toContain('Import Successful');
    const planned = await plan({
      rootDir: tenant.project.rootDir,
      environment: 'local',
      connection: { domain: tenant.emulator.domain, ...tenant.emulator.deployClient },
    });
    if (!planned.ok) throw new Error('no plan');
    expect(planned.value.entries.filter(isChange)).toEqual([]);
  },
  3 * MINUTE_MS,
);
