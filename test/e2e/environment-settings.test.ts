import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { plan } from '../../scripts/commands/plan/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { MINUTE_MS, type Rig, reportOf, rig } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

test(
  'settings of an environment are a change of the Actions that decide, and the plan says which',
  async () => {
    const { project, emulator } = tenant;
    const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
    const options = { rootDir: project.rootDir, environment: 'local', connection };
    const file = 'tenant/environments/local.yaml';
    await project.edit(
      file,
      'secrets:\n',
      'actions:\n  stepUp:\n    allowedFactors: [otp]\n    whenNoFactor: deny\nsecrets:\n',
    );

    const planned = await plan(options);
    if (!planned.ok) throw new Error(renderFailures(planned.failures));
    const changed = planned.value.entries.filter(
      ({ section, change }) => section === 'actions' && change === 'changed',
    );
    expect(changed.map(({ name }) => name)).toEqual([
      'express-configure-step-up',
      'express-configure-enroll',
      'express-configure-grant',
    ]);
    expect(planned.value.notes).toContain(
      `The Actions of environment "local" differ from the common ones by stepUp.allowedFactors, stepUp.whenNoFactor (${file}).`,
    );

    reportOf(await tenant.deploy());
    expect(await verify({ ...options, nowMs: Date.now() })).toMatchObject({
      ok: true,
      value: { checks: expect.any(Array) },
    });
    const again = await plan(options);
    expect(again.ok && again.value.hasChanges).toBe(false);
  },
  MINUTE_MS,
);

test(
  'an environment whose subscription has no roles does without them',
  async () => {
    const bare = await rig({ entitlements: { rbac: false } });
    onTestFinished(() => bare.close());
    const { project, emulator } = bare;
    await project.edit('tenant/environments/local.yaml', 'secrets:\n', 'without: [roles]\nsecrets:\n');
    const { actions } = reportOf(await bare.deploy());
    expect(actions.length).toBe(4);
    const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
    const verified = await verify({ rootDir: project.rootDir, environment: 'local', connection, nowMs: Date.now() });
    if (!verified.ok) throw new Error(renderFailures(verified.failures));
    expect(verified.value.checks.filter(({ name }) => name.includes('role'))).toEqual([]);
    expect(verified.value.checks.filter(({ status }) => status === 'failed')).toEqual([]);
  },
  MINUTE_MS,
);
