import type { Failure } from '../failures.ts';

/**
 * To auth0-deploy-cli any text is true, "false" too: `client_metadata` is wiped, and what the file does not name is
 * deleted, such as the key of an OIN client without `client_authentication_methods` (deploy-cli.md fact 8, section 4).
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
