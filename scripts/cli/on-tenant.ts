import { ok, type Result } from '../lib/failures.ts';
import { type Connection, connectionFromEnv } from '../lib/tenant/connection.ts';
import { type Variables, variablesOf } from '../lib/tenant/variables.ts';
import { type Cli, setVariables } from './cli.ts';

/** Holds the project, and the tenant that the variables of one environment describe. */
export interface Target {
  rootDir: string;
  environment: string;
  connection: Connection;
  /** Holds the environment's variables: values of secrets, by name. */
  secrets: Record<string, string>;
  /** Holds the same variables as they are set, empty ones too. */
  env: Variables;
}

/** Finds the tenant of an environment; fails where its variables describe none. */
export function targetOf(cli: Cli, environment: string): Result<Target> {
  const env = variablesOf(cli.env, environment);
  const connection = connectionFromEnv(env);
  if (!connection.ok) return connection;
  return ok({ rootDir: cli.rootDir, environment, connection: connection.value, secrets: setVariables(env), env });
}

/** Runs a command on the tenant of an environment, or ends it with the reason why the tenant is unknown. */
export async function onTenant(
  cli: Cli,
  environment: string,
  options: { json?: true },
  use: (target: Target) => Promise<void>,
): Promise<void> {
  const target = targetOf(cli, environment);
  if (!target.ok) return cli.finish(target, String, options);
  return use(target.value);
}
