/** A deployed tenant for tests that are not about deploying; `deploy.test.ts` and its siblings are. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EmulatorOptions } from '../../emulator/index.ts';
import { oinKey } from '../../scripts/commands/oin/key.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { onceInRun } from '../support/once-in-run.ts';
import { type Rig, reportOf, rig } from './deploy-rig.ts';

/** Where the tenant of a snapshot was, in the file: each start has ports of its own. */
const DOMAIN = 'deployed-tenant.invalid';

/**
 * Puts a tenant into the state in which the first deploy of the unedited project leaves a fresh one, without Okta's key.
 * What the tenant held before is gone. That deploy runs once for all test files of a run.
 *
 * @param change of the snapshot's text, for a project with other values
 */
export async function restoreDeployed(
  { emulator }: Pick<Rig, 'emulator'>,
  change = (snapshot: string): string => snapshot,
): Promise<void> {
  const snapshot = await onceInRun('deployed.json', deployOnce);
  await emulator.loadSnapshot(JSON.parse(change(snapshot).replaceAll(DOMAIN, emulator.domain)));
}

/** A {@link rig} with the state of {@link restoreDeployed}. A `deploy` of it finds nothing left to do but add a key. */
export async function deployedRig(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const tenant = await rig(options);
  await restoreDeployed(tenant);
  return tenant;
}

/**
 * Makes Okta's key usable as `npm run oin -- key` does, without a build and a deploy.
 *
 * @returns the OIN client's id
 */
export async function makeKeyUsable({ emulator, project }: Rig): Promise<string> {
  const file = join(project.rootDir, 'dist', 'okta.pem');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, emulator.okta.publicKeyPem);
  const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
  const added = await oinKey({ rootDir: project.rootDir, environment: 'local', connection, file });
  if (!added.ok) throw new Error(renderFailures(added.failures));
  return added.value.oinClientId;
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
