import { SourceMap } from 'node:module';
import type { Failure, Place } from '../failures.ts';
import type { ActionYaml } from '../manifest/tenant-file.ts';
import { renderPlace } from '../render.ts';
import { secretFlow } from './secret-flow.ts';
import type { Node } from './syntax/tree.ts';

/** Holds the failures, and sentences about what cannot be known. */
export interface SecretUse {
  failures: Failure[];
  warnings: string[];
}

/**
 * Secrets a bundle reads and secrets `tenant.yaml` gives it are the same, by the bundle's syntax tree. Where it can't be
 * known which ones the code reads, a warning says so, and none is called unused.
 *
 * @param map the bundle's source map, JSON
 */
export function checkSecretUse(
  action: ActionYaml,
  { code, map }: { code: string; map: string },
  placeOf: (...path: (string | number)[]) => Place,
): SecretUse {
  const { names, possible, unknown: notFollowed } = secretFlow(code);
  const declared = (action.secrets ?? []).map((secret) => secret.name);
  const perhaps = [...possible].flatMap(([name, node]) => (declared.includes(name) || names.has(name) ? [] : [node]));
  const unknown = [...notFollowed, ...perhaps];
  const undeclared = [...names].filter((name) => !declared.includes(name)).sort();
  const places = sourcePlaces(map);
  return {
    failures: [
      ...undeclared.map((name) => undeclaredFailure(action, name, declared, placeOf)),
      ...(unknown.length > 0 ? [] : unusedFailures(action, declared, new Set([...names, ...possible.keys()]), placeOf)),
    ],
    warnings: [...new Set(unknown.map((node) => renderPlace(places(node) ?? placeOf('code'))))].map(
      (place) =>
        `which secrets "${action.name}" reads is not known: ${place} uses event.secrets in a way that can not be followed`,
    ),
  };
}

const undeclaredFailure = (
  action: ActionYaml,
  name: string,
  declared: readonly string[],
  placeOf: (...path: (string | number)[]) => Place,
): Failure => ({
  code: 'SECRET_UNDECLARED',
  expected: `secret ${name} under \`secrets:\` of "${action.name}", whose code reads it`,
  found: declared.length > 0 ? `only ${declared.join(', ')}` : 'no secrets',
  where: placeOf(action.secrets === undefined ? 'name' : 'secrets'),
  fix: `Add { name: ${name}, value: "##${name}##" }.`,
});

const unusedFailures = (
  action: ActionYaml,
  declared: readonly string[],
  used: ReadonlySet<string>,
  placeOf: (...path: (string | number)[]) => Place,
): Failure[] =>
  declared.flatMap((name, position): Failure[] => {
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
  });

/** Places in the Actions' sources, by nodes of the bundle. */
function sourcePlaces(map: string): (node: Node) => Place | undefined {
  const sources = new SourceMap(JSON.parse(map));
  return ({ loc }) => {
    if (!loc) return undefined;
    const found = sources.findEntry(loc.start.line - 1, loc.start.column);
    if (!('originalSource' in found) || !found.originalSource.startsWith('actions/')) return undefined;
    return { file: found.originalSource, line: found.originalLine + 1, column: found.originalColumn + 1 };
  };
}
