import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCommand } from '../support/command.ts';
import { envOf, MINUTE_MS, type Rig, reportOf, rig } from './deploy-rig.ts';
import { restoreDeployed } from './deployed-rig.ts';

let tenant: Rig;
beforeAll(async () => {
  tenant = await rig();
});
afterAll(() => tenant.close());

test(
  // That the same command again does what is left is in `deploy-interrupted.test.ts`.
  'Ctrl-C ends a deploy where it stands, and what was applied and what was not is told',
  async () => {
    const command = startCommand(['deploy', '--yes'], { cwd: tenant.project.rootDir, env: envOf(tenant) });
    await command.said('deployed OIN client, without a key\n');
    command.child.kill('SIGINT');
    const { code, stdout, stderr } = await command.finished;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      'INTERRUPTED expected to go on to the end, found a signal to stop, at: Actions and their bindings\n',
    );
    expect(stderr).toContain(
      [
        'Applied: application connections off, system API, profiles, independent factors; OIN client, without a key',
        'Begun, perhaps done in part: Actions and their bindings',
        "Not begun: applications, connections, roles, factors, tenant settings; Universal Login settings; express configuration of the published application; reading back; Okta's key",
        'Running the same command again compares anew and does what is left.',
        '',
      ].join('\n'),
    );
  },
  MINUTE_MS,
);

test(
  'a failure halfway tells the same, for machines too',
  async () => {
    await restoreDeployed(tenant);
    await tenant.project.edit('actions/domains.ts', 'domains(settings)', 'domains({ ...settings, required: true })');
    tenant.emulator.faults.add({
      path: '/api/v2/actions/actions/*',
      methods: ['PATCH'],
      effect: 'server-error',
      times: 'always',
    });
    const failed = await tenant.deploy();
    tenant.emulator.faults.clear();
    expect(failed).toMatchObject({
      ok: false,
      failures: [{ code: 'TENANT_BUSY' }],
      halfway: { applied: [], begun: ['Actions and their bindings'] },
    });
    reportOf(await tenant.deploy());
  },
  MINUTE_MS,
);
