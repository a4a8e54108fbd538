import type { Failure } from '../../failures.ts';

/**
 * Refuses a variable that auth0-deploy-cli reads as true, whatever its text, "false" included: `client_metadata` is
 * wiped, and what the file does not name is deleted, such as the key of an OIN client without
 * `client_authentication_methods` (docs/notes/deploy-cli.md#auth0_allow_delete-as-text).
 */
export function checkProcessEnvironment(env: Readonly<Record<string, string | undefined>>): Failure[] {
  const { AUTH0_ALLOW_DELETE: allowDelete } = env;
  if (allowDelete === undefined || allowDelete === '') return [];
  return [
    {
      code: 'ALLOW_DELETE',
      expected: "no environment variable AUTH0_ALLOW_DELETE: it wipes client_metadata and deletes Okta's key",
      found: 'a text, which is true to auth0-deploy-cli as any text is',
      fix: 'Run: unset AUTH0_ALLOW_DELETE',
    },
  ];
}

/** Settings by which a stock auth0-deploy-cli leaves out, takes in or replaces (its README, "Available configuration"). */
const SETTING =
  /^AUTH0_(EXCLUDE|INCLUDE|IGNORE_|DRY_RUN|PRESERVE_KEYWORDS|KEYWORD_REPLACE|BASE_PATH|INPUT_FILE|EXPERIMENTAL_)/;

/**
 * Says which variables of auth0-deploy-cli are set and have no effect here: a deploy of this project gives the CLI a
 * separate environment, and a plain import would use them.
 */
export function processEnvironmentWarnings(env: Readonly<Record<string, string | undefined>>): string[] {
  const set = Object.keys(env).filter((name) => SETTING.test(name) && env[name] !== '');
  if (set.length === 0) return [];
  return [
    `${set.sort().join(', ')} in the environment ${set.length === 1 ? 'is a setting' : 'are settings'} of auth0-deploy-cli that deploys of this project do not heed`,
  ];
}
