import { type BuiltTenant, buildTenant } from '../build/build-tenant.ts';
import { failed, ok, type Result } from '../failures.ts';
import { checkSecretValues } from '../manifest/secret-values.ts';
import { apiFailure } from './api-failure.ts';
import type { Connection } from './connection.ts';
import { connect } from './management.ts';
import type { TenantSession } from './session.ts';
import { Traffic } from './traffic.ts';

export interface TenantOptions {
  rootDir: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  connection: Connection;
  /** The sources as built for this environment and tenant; they are built anew without it. */
  built?: BuiltTenant;
  /** Values of secrets, by name. To read a tenant only those of public ones are needed: the banner tells a hash. */
  secrets?: Readonly<Record<string, string>>;
  /** Instead of the environment's own. */
  oktaPublicKeyPem?: string;
  /** Let ids in an existing `express_configuration` change. */
  replace?: boolean;
  /** Delete Actions that this project has deployed and `tenant.yaml` no longer declares. */
  prune?: boolean;
  /**
   * The output folder, relative to the project. A deploy leaves there what it imported; without it, it leaves nothing.
   */
  folder?: string;
}

/** Builds the sources, unless they are given, and hands them and the tenant to a function. What the tenant refuses it is a failure. */
export async function withTenant<T>(
  options: TenantOptions,
  needs: 'public secrets' | 'all secrets',
  use: (session: TenantSession) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { rootDir, environment, connection, secrets = {}, replace = false, prune = false } = options;
  const built = options.built
    ? ok(options.built)
    : await buildTenant({ rootDir, environment, domain: connection.domain });
  if (!built.ok) return built;
  const { manifest } = built.value;
  const unset = checkSecretValues(needs === 'all secrets' ? manifest : withPublicSecrets(manifest), secrets);
  if (unset.length > 0) return failed(...unset);
  const traffic = new Traffic();
  try {
    return await use({
      rootDir,
      built: built.value,
      connection,
      api: connect(connection, traffic),
      traffic,
      secrets,
      replace,
      prune,
    });
  } catch (error) {
    return failed(apiFailure(error, `reading ${connection.domain}`, connection));
  }
}

function withPublicSecrets(manifest: BuiltTenant['manifest']): BuiltTenant['manifest'] {
  const { environment } = manifest;
  return {
    ...manifest,
    environment: { ...environment, secrets: environment.secrets.filter((secret) => secret.isPublic) },
  };
}
