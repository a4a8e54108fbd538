import type { Failure } from '../../failures.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Path } from '../../manifest/yaml-file.ts';
import { isSecretKey } from '../../secret-fields.ts';
import { checkPlaceholderValues } from './placeholder-values.ts';
import { checkPublishedSchemas } from './published-schemas.ts';

/** Checks the values of all sections: against Auth0's published API, for secrets, and for texts in place of a value. */
export const checkValues = (manifest: Manifest): Failure[] => [
  ...checkPublishedSchemas(manifest),
  ...checkSecretsInFile(manifest),
  ...checkPlaceholderValues(manifest),
];

/**
 * A credential is a keyword of the environment's `secrets:` and nothing else: values do not belong in git. Those of an environment's
 * `values:` have been filled in, and are in a file as well.
 */
function checkSecretsInFile({ tenant, environment, placeOf }: Manifest): Failure[] {
  return textsUnderSecretKeys(tenant, []).flatMap(({ text, path }): Failure[] => {
    if (/^(##\w+##|@@\w+@@)$/.test(text)) return [];
    return [
      {
        code: 'SECRET_IN_FILE',
        expected: `a keyword such as "##${String(path.at(-1)).toUpperCase()}##", and its name under \`secrets:\` in ${environment.file}`,
        found: 'a value',
        where: placeOf(path),
        fix: 'Write a keyword and replace the credential: it has been in a file.',
      },
    ];
  });
}

function textsUnderSecretKeys(value: unknown, path: Path): { text: string; path: Path }[] {
  if (typeof value === 'string') return value !== '' && isSecretKey(String(path.at(-1))) ? [{ text: value, path }] : [];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, item]) =>
    textsUnderSecretKeys(item, [...path, isList ? Number(key) : key]),
  );
}
