import type { Failure } from '../failures.ts';
import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import { keywordsIn } from '../manifest/keywords.ts';
import type { Manifest } from '../manifest/manifest.ts';

/** auth0-deploy-cli puts a value between quotes in YAML text: these would end it, or change it. */
const UNSAFE = /["'\\\r\n]/;

/** Every secret that `tenant.yaml` uses has a value, and one that survives being put into YAML. */
export function checkSecretValues(
  { tenant, environment }: Manifest,
  values: Readonly<Record<string, string>>,
): Failure[] {
  const used = new Set(keywordsIn(JSON.stringify(tenant)));
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
      if (!UNSAFE.test(value)) return [];
      return [
        {
          code: 'SECRET_UNSAFE',
          expected: `secret ${name} to be one line without quotes and backslashes`,
          found: 'one of these in it',
          where: { file: environment.file },
          fix: 'Look for a line end that was pasted along, or choose another value.',
        },
      ];
    });
}
