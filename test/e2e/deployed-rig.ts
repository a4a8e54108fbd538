/** A deployed tenant for tests that are not about deploying; `deploy.test.ts` and its siblings are. */
import type { EmulatorOptions } from '../../emulator/index.ts';
import { onceInRun } from '../support/once-in-run.ts';
import { type Rig, reportOf, rig } from './deploy-rig.ts';

/** Where the tenant of a snapshot was, in the file: each start has ports of its own. */
const DOMAIN = 'deployed-tenant.invalid';

/**
 * Puts a tenant into the state in which the first deploy of the unedited project leaves a fresh one, without Okta's key.
 * What the tenant held before is gone. That deploy runs once for all test files of a run.
 */
export async function restoreDeployed({ emulator }: Pick<Rig, 'emulator'>): Promise<void> {
  const snapshot = await onceInRun('deployed.json', deployOnce);
  await emulator.loadSnapshot(JSON.parse(snapshot.replaceAll(DOMAIN, emulator.domain)));
}

/** A {@link rig} with the state of {@link restoreDeployed}. A `deploy` of it finds nothing left to do but add a key. */
export async function deployedRig(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const tenant = await rig(options);
  await restoreDeployed(tenant);
  return tenant;
}

async function deployOnce(): Promise<string> {
  const tenant = await rig();
  try {
    reportOf(await tenant.deploy());
    return JSON.stringify(tenant.emulator.takeSnapshot()).replaceAll(tenant.emulator.domain, DOMAIN);
  } finally {
    await tenant.close();
  }
}
