import { linkedClientKeywords } from '../../lib/build/build-tenant.ts';
import { DIST, distFiles, writeDist } from '../../lib/build/dist.ts';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { SYSTEM_API } from '../../lib/manifest/auth0-names.ts';
import { OIN_CLIENT_IDS } from '../../lib/manifest/environment.ts';
import { shellOption } from '../../lib/shell.ts';
import { byName } from '../../lib/tenant/by-name.ts';
import { findOinClient } from '../../lib/tenant/oin-client.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';
import { collect, readClients } from '../../lib/tenant/read.ts';
import { publicSecrets, type TenantSession } from '../../lib/tenant/session.ts';

export interface PrintEnvReport {
  /** The folder that auth0-deploy-cli imports. */
  folder: string;
  /** Environment variables, by name. */
  variables: Record<string, string>;
  /** Variables that hold secrets: set them yourself. */
  secrets: string[];
}

/**
 * Prepares the output folder for a plain `a0deploy import` into a tenant that has been deployed to, and returns the
 * environment it needs: ids that auth0-deploy-cli does not look up, and the system API that it cannot update.
 */
export function printEnv(options: TenantOptions): Promise<Result<PrintEnvReport>> {
  return withTenant(options, 'public secrets', async (session) => {
    const { manifest } = session.built;
    const [oin, clients, apis] = await Promise.all([
      findOinClient(session.api, manifest),
      readClients(session.api),
      collect(session.api.resourceServers.list()),
    ]);
    if (!oin.ok) return oin;
    const idOf = (name: string) => byName(manifest, 'clients', clients, name)?.client_id;
    const linked = [...linkedClientKeywords(manifest.tenant)].map(([name, keyword]) => ({
      name,
      keyword,
      id: idOf(name),
    }));
    const missing = linked.filter(({ id }) => id === undefined).map(({ name }) => name);
    const oinId = oin.value?.client_id;
    const systemApi = apis.find(({ identifier }) => identifier === SYSTEM_API)?.name;
    if (oinId === undefined) missing.push(manifest.integration.oin.name);
    if (missing.length > 0 || oinId === undefined) return failed(notDeployed(session, missing));

    const { folder = DIST } = options;
    await writeDist(session.rootDir, distFiles(session.built, publicSecrets(session, oinId)), folder);
    return ok({
      folder,
      variables: {
        AUTH0_DOMAIN: session.connection.domain,
        AUTH0_CLIENT_ID: session.connection.clientId,
        ...(systemApi !== undefined && { AUTH0_EXCLUDED_RESOURCE_SERVERS: JSON.stringify([systemApi]) }),
        [OIN_CLIENT_IDS]: oinId,
        ...Object.fromEntries(linked.map(({ keyword, id = '' }) => [keyword, id])),
      },
      secrets: ['AUTH0_CLIENT_SECRET', ...ownSecrets(session)],
    });
  });
}

const ownSecrets = ({ built }: TenantSession): string[] =>
  built.manifest.environment.secrets.map(({ name }) => name).filter((name) => name !== OIN_CLIENT_IDS);

const notDeployed = ({ built }: TenantSession, missing: readonly string[]): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: 'a tenant that has been deployed to: auth0-deploy-cli alone can not make one (it needs ids beforehand)',
  found: `no client ${missing.map((name) => `"${name}"`).join(', ')}`,
  fix: `Run npm run deploy -- ${shellOption('env', built.manifest.environment.name)} first.`,
});
