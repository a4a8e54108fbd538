/** Holds environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Names the variables that identify a tenant and the application that calls it. */
const OF_ONE_TENANT = [
  'AUTH0_DOMAIN',
  'AUTH0_CLIENT_ID',
  'AUTH0_CLIENT_SECRET',
  'AUTH0_CLIENT_PRIVATE_KEY',
  'AUTH0_CLIENT_SIGNING_KEY_PATH',
];

const SUFFIXED = /^(\w+?)__([A-Z0-9_]+)$/;

/** An environment's name in a variable's name: `production-eu` is `PRODUCTION_EU`. */
const suffixOf = (environment: string): string => environment.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');

/**
 * Returns the variables for one environment: `AUTH0_DOMAIN__PRODUCTION_EU` replaces `AUTH0_DOMAIN` for `production-eu`.
 */
export function variablesOf(env: Variables, environment: string): Variables {
  const own = suffixOf(environment);
  const overrides = Object.entries(env).flatMap(([name, value]) => {
    const [, plain = '', suffix] = SUFFIXED.exec(name) ?? [];
    return suffix === own ? [[plain, value]] : [];
  });
  return { ...env, ...Object.fromEntries(overrides) };
}

/**
 * Returns the variables for one of several environments that run together: nothing of the others', and a tenant only by
 * variables with the environment's own suffix.
 */
export function ownVariablesOf(env: Variables, environment: string, all: readonly string[]): Variables {
  const suffixes = all.map(suffixOf);
  const common = Object.entries(env).filter(
    ([name]) => !OF_ONE_TENANT.includes(name) && !suffixes.includes(SUFFIXED.exec(name)?.[2] ?? ''),
  );
  const own = Object.entries(env).filter(([name]) => SUFFIXED.exec(name)?.[2] === suffixOf(environment));
  return variablesOf(Object.fromEntries([...common, ...own]), environment);
}
