/** The shipped `actions/` and `tenant/` deploy to a local tenant, and let an administrator in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.ts';
import { deploy } from '../../scripts/commands/deploy/run.ts';
import { plan } from '../../scripts/commands/plan/run.ts';
import { verify } from '../../scripts/commands/verify/run.ts';
import { isChange } from '../../scripts/lib/plan/plan.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';
import { guards } from './line-of.ts';

let emulator: Emulator;
let project: ProjectCopy;
beforeAll(async () => {
  [project, emulator] = await Promise.all([copyProject(rootDir), startEmulator({ port: 0, projectDir: rootDir })]);
});
afterAll(async () => {
  await emulator.close();
  await project[Symbol.asyncDispose]();
});

const target = () => ({
  nowMs: Date.now(),
  rootDir: project.rootDir,
  environment: 'local',
  connection: { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile },
});

test('a fresh tenant takes all of it, verifies, and has nothing left to change', async () => {
  const deployed = await deploy({
    ...target(),
    oktaPublicKeyPem: emulator.okta.publicKeyPem,
    acceptRemovals: true,
    acceptLoosening: true,
  });
  const message = await guards('tenant/tenant.yaml', 'actions:', 'all of the file deploys to a fresh local tenant');
  expect(deployed.ok ? '' : renderFailures(deployed.failures), message).toBe('');
  const verified = await verify(target());
  expect(verified.ok ? '' : renderFailures(verified.failures), message).toBe('');
  const planned = await plan(target());
  if (!planned.ok) throw new Error(renderFailures(planned.failures));
  expect(planned.value.entries.filter(isChange), message).toEqual([]);
});
