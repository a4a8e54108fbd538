import type { Failure } from '../failures.ts';
import { isJsonFile } from './assets.ts';
import { OIN_CLIENT_IDS } from './environment.ts';
import { keywordsIn } from './keywords.ts';
import type { Manifest } from './manifest.ts';

/** Matches a mark that auth0-deploy-cli would replace inside a secret, too. */
const MARK = /##|@@/;

/**
 * Checks that every secret that `tenant.yaml` or a file beside it uses has a value that auth0-deploy-cli does not
 * change.
 */
export function checkSecretValues(
  { tenant, assets, environment }: Manifest,
  values: Readonly<Record<string, string>>,
): Failure[] {
  const inAny = keywordsIn([...assets.values()].join('\n'));
  // In JSON it is escaped, marks too.
  const inFiles = new Set([...assets].flatMap(([path, text]) => (isJsonFile(path) ? [] : keywordsIn(text))));
  const used = new Set([...keywordsIn(JSON.stringify(tenant)), ...inAny]);
  return environment.secrets
    .filter((secret) => secret.name !== OIN_CLIENT_IDS && used.has(secret.name))
    .flatMap(({ name }): Failure[] => {
      const value = values[name] ?? '';
      if (value.trim() === '') {
        return [
          {
            code: 'SECRET_UNSET',
            expected: `a value for secret ${name} of environment "${environment.name}"`,
            found: 'none',
            where: { file: environment.file },
            fix: `Set the environment variable ${name}.`,
          },
        ];
      }
      if (!inFiles.has(name) || !MARK.test(value)) return [];
      return [
        {
          code: 'SECRET_UNSAFE',
          expected: `secret ${name}, which a file in tenant/ uses, to have no ## and no @@ in it`,
          found: 'one of these',
          where: { file: environment.file },
          fix: 'Choose another value: auth0-deploy-cli would replace what is between such marks.',
        },
      ];
    });
}
