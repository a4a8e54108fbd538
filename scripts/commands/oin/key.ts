import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { type Manifest, readManifest } from '../../lib/manifest/manifest.ts';
import { checkOktaKey, oktaKeyId } from '../../lib/okta-key.ts';
import { withTenantLock } from '../../lib/runs/tenant-lock.ts';
import { shellOption } from '../../lib/shell.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { readActions } from '../../lib/tenant/deployed-actions.ts';
import { connect } from '../../lib/tenant/management.ts';
import { findOinClient } from '../../lib/tenant/oin-client.ts';
import { addOktaKey, findOktaKey, type OktaKey, readOktaKeys, retireOlderKeys } from '../../lib/tenant/okta-keys.ts';
import { collect } from '../../lib/tenant/read.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';

export interface OinKeyOptions {
  rootDir: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  connection: Connection;
  /** Okta's public key, relative to the project. */
  file: string;
  /** The name of a new key at Auth0. */
  name?: string;
  /** Take older keys away instead of adding one. */
  retire?: boolean;
  onProgress?: (step: string) => void;
}

export interface OinKeyReport {
  domain: string;
  oinClientId: string;
  /** RFC 7638 thumbprint of the key in the file. */
  fingerprint: string;
  status: 'added' | 'unchanged';
  /** Names of the keys that are gone. */
  retired: string[];
  /** All the client has now, the oldest first. */
  keys: Pick<OktaKey, 'name' | 'kid' | 'createdAt' | 'isUsable'>[];
}

/** Makes a public key of Okta's usable, beside the one in use, or retires the older one. */
export async function oinKey(options: OinKeyOptions): Promise<Result<OinKeyReport>> {
  const { rootDir, environment, connection, file, onProgress = () => undefined } = options;
  const pem = await readFile(resolve(rootDir, file), 'utf8').catch(() => '');
  const invalid = checkOktaKey(pem, { file });
  if (invalid) return failed(invalid);
  onProgress(`${file} is key ${oktaKeyId(pem)}`);
  const manifest = await readManifest({ rootDir, environment, domain: connection.domain });
  if (!manifest.ok) return manifest;
  return withTenantLock({ domain: connection.domain, environment, command: 'npm run oin -- key' }, async () => {
    try {
      return await applyKey(options, connect(connection, new Traffic()), manifest.value, pem);
    } catch (error) {
      return failed(apiFailure(error, `the OIN client's keys on ${connection.domain}`, connection));
    }
  });
}

async function applyKey(
  { connection, name, retire = false }: OinKeyOptions,
  api: ManagementClient,
  manifest: Manifest,
  pem: string,
): Promise<Result<OinKeyReport>> {
  const oin = await findOinClient(api, manifest);
  if (!oin.ok) return oin;
  const oinClientId = oin.value?.client_id;
  if (oinClientId === undefined) return failed(notDeployed(manifest, `no client "${manifest.integration.oin.name}"`));

  const wasUsable = findOktaKey(await readOktaKeys(api, oinClientId), pem)?.isUsable ?? false;
  let retired: OktaKey[] = [];
  if (retire) {
    const removed = await retireOlderKeys(api, oinClientId, pem);
    if (!removed.ok) return removed;
    retired = removed.value;
  } else {
    const dead = wasUsable ? undefined : await findDeadAction(api, manifest);
    if (dead !== undefined) return failed(notDeployed(manifest, dead));
    const refused = await addOktaKey(api, oinClientId, pem, name);
    if (refused.length > 0) return failed(...refused);
  }
  return ok({
    domain: connection.domain,
    oinClientId,
    fingerprint: oktaKeyId(pem),
    status: wasUsable ? 'unchanged' : 'added',
    retired: retired.map((key) => key.name),
    keys: (await readOktaKeys(api, oinClientId)).map(({ id: _id, ...key }) => key),
  });
}

/** Finds an Action that decides and is not live: a key must not be usable before all of them are. */
async function findDeadAction(api: ManagementClient, manifest: Manifest): Promise<string | undefined> {
  const [deployed, bindings] = await Promise.all([
    readActions(api, manifest.tenant.actions),
    collect(api.actions.triggers.bindings.list('post-login')),
  ]);
  for (const { action_name: name } of manifest.tenant.triggers['post-login']) {
    if (deployed.get(name)?.deployed_version === undefined) return `Action "${name}" not deployed`;
    if (!bindings.some((binding) => binding.action?.id === deployed.get(name)?.id)) return `Action "${name}" not bound`;
  }
  return undefined;
}

const notDeployed = ({ environment }: Manifest, found: string): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: 'a deployed tenant: the OIN client, and every Action live and bound, before a key is usable',
  found,
  fix: `Run npm run deploy -- ${shellOption('env', environment.name)} first.`,
});
