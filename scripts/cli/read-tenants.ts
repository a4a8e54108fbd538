import type { EnvironmentsCommand } from '../lib/environments/run-all.ts';
import type { TenantOptions } from '../lib/tenant/open-tenant.ts';
import type { Cli } from './cli.ts';
import { type EnvironmentFlags, finishEnvironments, severalEnvironments, singleEnvironment } from './environments.ts';
import { onTenant } from './on-tenant.ts';

/** Holds the options of the commands that read a tenant. */
export interface ReadingFlags extends EnvironmentFlags {
  out?: string;
  prune?: true;
  json?: true;
}

/** Returns the text of the progress line. */
export const readingText = ({ connection }: TenantOptions): string => `reading ${connection.domain}`;

/** Reads the tenant of one environment by `one`, or several side by side in processes of their own. */
export async function readTenants(
  cli: Cli,
  command: EnvironmentsCommand,
  flags: ReadingFlags,
  one: (tenant: TenantOptions) => Promise<void>,
): Promise<void> {
  const environment = singleEnvironment(flags);
  if (environment === undefined) {
    const several = await severalEnvironments(cli, command, flags);
    if (!several.ok) return cli.finish(several, String, flags);
    const { readEnvironments } = await import('../lib/environments/run-environments.ts');
    const args = [...(flags.out === undefined ? [] : ['--out', flags.out]), ...(flags.prune ? ['--prune'] : [])];
    return finishEnvironments(cli, await readEnvironments(several.value, args), flags);
  }
  return onTenant(cli, environment, flags, one);
}
