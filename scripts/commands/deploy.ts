import { buildTenant } from '../lib/build-tenant.ts';
import { readActions } from '../lib/deploy/actions.ts';
import { stepsToOktaKey } from '../lib/deploy/next-steps.ts';
import { addOktaKey, hasUsableKey } from '../lib/deploy/okta-key.ts';
import { runStages, type StageReport, verify } from '../lib/deploy/run-stages.ts';
import { checkSecretValues } from '../lib/deploy/secrets.ts';
import type { DeployContext } from '../lib/deploy/stage.ts';
import { writeDist } from '../lib/dist.ts';
import { failed, ok, type Result } from '../lib/failures.ts';
import { OIN_CLIENT_IDS } from '../lib/manifest/environment.ts';
import { checkOktaKey } from '../lib/okta-key.ts';
import { apiFailure } from '../lib/tenant/api-failure.ts';
import type { Connection } from '../lib/tenant/connection.ts';
import { connect, Traffic } from '../lib/tenant/management.ts';
import { distFiles } from './build.ts';

export interface DeployOptions {
  rootDir: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  connection: Connection;
  /** Values of the environment's secrets, by name. */
  secrets?: Readonly<Record<string, string>>;
  /** Instead of the environment's own. */
  oktaPublicKeyPem?: string;
  /** Let ids in an existing `express_configuration` change. */
  replace?: boolean;
  /** Told of every step once it is done. */
  onProgress?: (step: string) => void;
}

export interface DeployReport {
  environment: string;
  domain: string;
  /** Without a key Okta can't ask for tokens yet; everything else is done. */
  state: 'complete' | 'awaiting-okta-key';
  oinClientId: string;
  /** As deployed; `sha256` is of the bundle, without the banner. */
  actions: { name: string; sha256: string; version: number }[];
  stages: StageReport[];
  /** To the tenant, by this process and by auth0-deploy-cli. */
  requests: number;
  /** Of them, what was not a read. */
  writes: number;
  /** What was found and left as it is. */
  notes: string[];
  /** What someone has to do now. */
  next: string[];
}

/**
 * Brings a tenant to the state of `tenant/` and `actions/`: builds, imports in stages, reads everything back, and makes
 * Okta's key usable last. Run again after a failure, it continues.
 */
export async function deploy(options: DeployOptions): Promise<Result<DeployReport>> {
  const { rootDir, environment, connection, secrets = {}, onProgress = () => undefined } = options;
  const built = await buildTenant({ rootDir, environment, domain: connection.domain });
  if (!built.ok) return built;
  const { manifest } = built.value;
  const pem = options.oktaPublicKeyPem ?? manifest.environment.oktaPublicKeyPem;
  const badKey = pem === undefined ? undefined : checkOktaKey(pem);
  const failures = [...checkSecretValues(manifest, secrets), ...(badKey ? [badKey] : [])];
  if (failures.length > 0) return failed(...failures);

  await writeDist(rootDir, distFiles(built.value));
  onProgress(`built ${built.value.bundles.length} Actions`);

  const traffic = new Traffic();
  const context: DeployContext = {
    rootDir,
    built: built.value,
    connection,
    api: connect(connection, traffic),
    traffic,
    secrets: { ...secrets },
    replace: options.replace ?? false,
    notes: new Set(),
  };
  try {
    return await deployTo(context, pem, onProgress);
  } catch (error) {
    return failed(apiFailure(error, `deploying to ${connection.domain}`));
  }
}

async function deployTo(
  context: DeployContext,
  pem: string | undefined,
  onProgress: (step: string) => void,
): Promise<Result<DeployReport>> {
  const { reports, failures } = await runStages(context, ({ title }, status) =>
    onProgress(status === 'applied' ? `deployed ${title}` : `unchanged: ${title}`),
  );
  if (failures.length > 0) return failed(...failures);
  if (reports.some((stage) => stage.status === 'applied')) {
    const wrong = await verify(context);
    if (wrong.length > 0) return failed(...wrong);
    onProgress('verified by reading back');
  }

  const oinClientId = context.secrets[OIN_CLIENT_IDS] ?? '';
  if (pem !== undefined) {
    const refused = await addOktaKey(context.api, oinClientId, pem);
    if (refused.length > 0) return failed(...refused);
    onProgress("Okta's key usable");
  }
  const { manifest } = context.built;
  const isComplete = await hasUsableKey(context.api, oinClientId);
  const deployed = await readActions(context.api, manifest.tenant.actions);
  return ok({
    environment: manifest.environment.name,
    domain: context.connection.domain,
    state: isComplete ? 'complete' : 'awaiting-okta-key',
    oinClientId,
    actions: context.built.bundles.map(({ name, sha256 }) => ({
      name,
      sha256,
      version: deployed.get(name)?.deployed_version?.number ?? 0,
    })),
    stages: reports,
    requests: context.traffic.requests,
    writes: context.traffic.writes,
    notes: [...context.notes],
    next: isComplete ? [] : stepsToOktaKey(context, oinClientId),
  });
}
