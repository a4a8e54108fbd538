import type { ManyCommand } from '../lib/many/run-all.ts';
import type { TenantOptions } from '../lib/tenant/open-tenant.ts';
import type { Cli } from './cli.ts';
import { type EnvironmentFlags, finishMany, severalEnvironments, singleEnvironment } from './environments.ts';
import { onTenant } from './on-tenant.ts';

/** Options of the commands that read a tenant. */
export interface ReadingFlags extends EnvironmentFlags {
  out?: string;
  prune?: true;
  json?: true;
}

/** What the progress line says. */
export const reading = ({ connection }: TenantOptions): string => `reading ${connection.domain}`;

/** Reads the tenant of one environment by `one`, or several side by side in processes of their own. */
export async function readTenants(
  cli: Cli,
  command: ManyCommand,
  flags: ReadingFlags,
  one: (tenant: TenantOptions) => Promise<void>,
): Promise<void> {
  const environment = singleEnvironment(flags);
  if (environment === undefined) {
    const several = await severalEnvironments(cli, command, flags);
    if (!several.ok) return cli.finish(several, String, flags);
    const { readMany } = await import('../lib/many/many.ts');
    const args = [...(flags.out === undefined ? [] : ['--out', flags.out]), ...(flags.prune ? ['--prune'] : [])];
    return finishMany(cli, await readMany(several.value, args), flags);
  }
  return onTenant(cli, environment, flags, one);
}
