import { isDeepStrictEqual } from 'node:util';
import type { ManagementClient } from 'auth0';
import { actionFile, type BuiltTenant } from '../../lib/build/build-tenant.ts';
import { distFiles, writeDist } from '../../lib/build/dist.ts';
import { ok, type Result } from '../../lib/failures.ts';
import { OIN_CLIENT_IDS } from '../../lib/manifest/environment.ts';
import { withTenantLock } from '../../lib/runs/tenant-lock.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { readActions } from '../../lib/tenant/deployed-actions.ts';
import { type DeployReport, deploy } from '../deploy/run.ts';

/** Holds what is deployed on a local tenant. */
export interface DeployedState {
  built: BuiltTenant;
  oinClientId: string;
}

/** Holds the project, and the local tenant that follows it. */
export interface DeployTarget {
  rootDir: string;
  /** The folder for this run's builds, relative to the project. */
  folder: string;
  connection: Connection;
  api: ManagementClient;
  oktaPublicKeyPem: string;
}

/** Names what a save has changed on the tenant: Actions, or all of `tenant/`. */
export type SaveResult = { actions: string[] } | { tenant: true };

/**
 * Brings a saved change to the local tenant: Actions whose bundle is another straight through the Management API, which
 * takes milliseconds; anything else of `tenant/` by a deploy as to any tenant.
 */
export async function deploySave(
  target: DeployTarget,
  before: DeployedState,
  built: BuiltTenant,
): Promise<Result<SaveResult>> {
  const publicValues = { [OIN_CLIENT_IDS]: before.oinClientId };
  await writeDist(target.rootDir, distFiles(built, publicValues), target.folder);
  if (!hasSameTenant(before.built, built)) {
    const deployed = await deployAll(target);
    return deployed.ok ? ok({ tenant: true }) : deployed;
  }
  const run = { domain: target.connection.domain, environment: 'local', command: COMMAND };
  return withTenantLock(run, () => deployActions(target, before, built));
}

async function deployActions(
  target: DeployTarget,
  before: DeployedState,
  built: BuiltTenant,
): Promise<Result<SaveResult>> {
  const old = new Map(before.built.bundles.map(({ name, sha256 }) => [name, sha256]));
  const changed = built.bundles.filter(({ name, sha256 }) => old.get(name) !== sha256).map(({ name }) => name);
  if (changed.length === 0) return ok({ actions: [] });
  const files = built.actionFiles({ [OIN_CLIENT_IDS]: before.oinClientId });
  const live = await readActions(target.api, built.manifest.tenant.actions);
  await Promise.all(changed.map((name) => deployAction(target.api, live.get(name)?.id, files.get(actionFile(name)))));
  return ok({ actions: changed });
}

/** Deploys all of `tenant/` as the command does, to a tenant that nobody else uses. */
export const deployAll = ({ rootDir, connection, oktaPublicKeyPem }: DeployTarget): Promise<Result<DeployReport>> =>
  deploy({
    rootDir,
    environment: 'local',
    connection,
    oktaPublicKeyPem,
    acceptTenantWide: true,
    acceptRemovals: true,
    acceptLoosening: true,
    command: COMMAND,
  });

const COMMAND = 'npm run dev';

const hasSameTenant = (a: BuiltTenant, b: BuiltTenant): boolean =>
  isDeepStrictEqual(a.manifest.tenant, b.manifest.tenant) &&
  isDeepStrictEqual(valuesOf(a), valuesOf(b)) &&
  isDeepStrictEqual(a.manifest.assets, b.manifest.assets);

/** Returns an environment without its functions, which are new each time the file is read. */
const valuesOf = ({ manifest }: BuiltTenant) =>
  Object.entries(manifest.environment).filter(([, value]) => typeof value !== 'function');

const BUILD_POLL_MS = 10;

/** Auth0 says `pending` in the answer to a change and `building` until the build ends. */
const isBeingBuilt = (status: string | undefined): boolean => status === 'pending' || status === 'building';

async function deployAction(api: ManagementClient, id = '', code = ''): Promise<void> {
  await api.actions.update(id, { code });
  while (isBeingBuilt((await api.actions.get(id)).status)) {
    await new Promise((resolve) => setTimeout(resolve, BUILD_POLL_MS));
  }
  await api.actions.deploy(id);
}
