import type { ManagementClient } from 'auth0';
import type { BuiltTenant } from '../build/build-tenant.ts';
import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import type { Connection } from './connection.ts';
import type { Traffic } from './traffic.ts';

/** One run on one tenant: the sources as they are built, and how the tenant is reached. Nobody changes it. */
export interface TenantSession {
  readonly rootDir: string;
  readonly built: BuiltTenant;
  readonly connection: Connection;
  readonly api: ManagementClient;
  /** Counts what is sent. */
  readonly traffic: Traffic;
  /** Holds the values of secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Let ids in an existing `express_configuration` change. */
  readonly replace: boolean;
  /** Delete Actions that this project has deployed and `tenant.yaml` no longer declares. */
  readonly prune: boolean;
}

/**
 * Returns the values of which a short hash may be shown: the banner contains it.
 *
 * @param oinClientId of the client on the tenant, if known
 */
export function publicSecrets(
  { built, secrets }: TenantSession,
  oinClientId: string | undefined,
): Record<string, string> {
  const names = built.manifest.environment.secrets.filter((secret) => secret.isPublic).map((secret) => secret.name);
  const known = { ...secrets, ...(oinClientId !== undefined && { [OIN_CLIENT_IDS]: oinClientId }) };
  return Object.fromEntries(Object.entries(known).filter(([name]) => names.includes(name)));
}
