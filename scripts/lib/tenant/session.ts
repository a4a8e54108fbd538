import type { ManagementClient } from 'auth0';
import type { BuiltTenant } from '../build/build-tenant.ts';
import type { Connection } from './connection.ts';
import type { Traffic } from './traffic.ts';

export interface TenantSession {
  rootDir: string;
  /** Where the output is, relative to the project. */
  folder: string;
  /** Where it will be after the run, relative to the project; nowhere if undefined. */
  keptIn?: string;
  built: BuiltTenant;
  connection: Connection;
  api: ManagementClient;
  traffic: Traffic;
  /** Values of secrets, by keyword. Stages add what they compute. */
  secrets: Record<string, string>;
  /** Let ids in an existing `express_configuration` change. */
  replace: boolean;
  /** Delete Actions that this project has deployed and `tenant.yaml` no longer declares. */
  prune: boolean;
  /** Names of profiles that stand for entries of `tenant.yaml` under another name. Stages add them. */
  adopted: Set<string>;
  /** For people: what was found and left as it is. */
  notes: Set<string>;
}

/** Values of which a short hash may be shown: the banner tells it. */
export function publicSecrets({ built, secrets }: TenantSession): Record<string, string> {
  const names = built.manifest.environment.secrets.filter((secret) => secret.isPublic).map((secret) => secret.name);
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => names.includes(name)));
}
