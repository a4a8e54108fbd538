import { afterAll, beforeAll, expect, test } from 'vitest';
import { doctor } from '../../scripts/commands/doctor/run.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { OURS, type Rig } from './deploy-rig.ts';
import { deployedRig } from './deployed-rig.ts';

const [STEP_UP = '', ENROLL = '', GRANT = '', DOMAINS = ''] = OURS;
const WRONG = { ok: false, failures: [{ code: 'ACTION_BINDINGS' }] };

let tenant: Rig;
beforeAll(async () => {
  tenant = await deployedRig();
});
afterAll(() => tenant?.close());

const bind = (names: string[]) =>
  tenant.auth0.actions.triggers.bindings.updateMany('post-login', {
    bindings: names.map((value) => ({ ref: { type: 'action_name', value }, display_name: value })),
  });

test('a tenant that is bound as a wrong file says is not content', async () => {
  const { project, emulator } = tenant;
  const binding = `    - action_name: ${STEP_UP}\n      display_name: ${STEP_UP}\n`;
  await project.edit('tenant/tenant.yaml', binding, '');
  await bind([ENROLL, GRANT, DOMAINS]);
  const options = {
    rootDir: project.rootDir,
    environment: 'local',
    connection: { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile },
    nowMs: Date.now(),
  };
  expect(await plan(options)).toMatchObject(WRONG);
  expect(await verify(options)).toMatchObject(WRONG);
  expect(await tenant.deploy()).toMatchObject(WRONG);
  const examined = await doctor(options);
  const codes = examined.ok ? examined.value.findings.map(({ code, found }) => `${code} ${found}`) : [];
  expect(codes).toContain(`ACTION_NOT_BOUND "${STEP_UP}" is not bound to post-login`);
});
