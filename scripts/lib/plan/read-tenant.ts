import { type BuiltTenant, buildTenant } from '../build-tenant.ts';
import { checkSecretValues } from '../deploy/secrets.ts';
import type { DeployContext } from '../deploy/stage.ts';
import { failed, type Result } from '../failures.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import type { Connection } from '../tenant/connection.ts';
import { connect, Traffic } from '../tenant/management.ts';

export interface TenantOptions {
  rootDir: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  connection: Connection;
  /** Values of secrets, by name. Only those of public ones are needed: the banner tells a hash of them. */
  secrets?: Readonly<Record<string, string>>;
}

/** Builds the sources and hands them and the tenant to a function that only reads. */
export async function readTenant<T>(
  { rootDir, environment, connection, secrets = {} }: TenantOptions,
  read: (context: DeployContext) => Promise<Result<T>>,
): Promise<Result<T>> {
  const built = await buildTenant({ rootDir, environment, domain: connection.domain });
  if (!built.ok) return built;
  const unset = checkSecretValues(withPublicSecrets(built.value), secrets);
  if (unset.length > 0) return failed(...unset);
  const traffic = new Traffic();
  const api = connect(connection, traffic);
  try {
    return await read({
      rootDir,
      built: built.value,
      connection,
      api,
      traffic,
      secrets: { ...secrets },
      replace: false,
      notes: new Set(),
    });
  } catch (error) {
    return failed(apiFailure(error, `reading ${connection.domain}`));
  }
}

function withPublicSecrets({ manifest }: BuiltTenant): BuiltTenant['manifest'] {
  const { environment } = manifest;
  return {
    ...manifest,
    environment: { ...environment, secrets: environment.secrets.filter((secret) => secret.isPublic) },
  };
}
