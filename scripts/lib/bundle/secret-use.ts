import type { Failure, Place } from '../failures.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';

/** `event.secrets.NAME`, `secrets['NAME']`, `secrets?.NAME`, and `read(event, 'secrets', 'NAME')`. */
const USE = /\bsecrets(?:["']\])?\??\.(\w+)|\bsecrets(?:["']\])?(?:\?\.)?\[\s*["'](\w+)|["']secrets["'],\s*["'](\w+)/g;

/** Secrets a bundle reads and secrets `tenant.yaml` gives it are the same. */
export function checkSecretUse(
  action: ActionYaml,
  code: string,
  placeOf: (...path: (string | number)[]) => Place,
): Failure[] {
  const used = new Set([...code.matchAll(USE)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''));
  const declared = (action.secrets ?? []).map((secret) => secret.name);
  const undeclared = [...used].filter((name) => !declared.includes(name)).sort();
  return [
    ...undeclared.map(
      (name): Failure => ({
        code: 'SECRET_UNDECLARED',
        expected: `secret ${name} under \`secrets:\` of "${action.name}", whose code reads it`,
        found: declared.length > 0 ? `only ${declared.join(', ')}` : 'no secrets',
        where: placeOf(action.secrets === undefined ? 'name' : 'secrets'),
        fix: `Add { name: ${name}, value: "##${name}##" }.`,
      }),
    ),
    ...declared.flatMap((name, position): Failure[] => {
      if (used.has(name)) return [];
      return [
        {
          code: 'SECRET_UNUSED',
          expected: `"${action.name}" to read its secret ${name}`,
          found: 'code that does not',
          where: placeOf('secrets', position),
          fix: 'Remove the secret: an Action gets no secret it does not need.',
        },
      ];
    }),
  ];
}
