import { join } from 'node:path';
import { handlersOf, loadedKinds } from '#actions-testing';
import type { Failure, Place } from '../failures.ts';
import { type ActionYaml, triggerOf } from '../manifest/tenant-file.ts';
import { sourceOf } from './bundle-source.ts';
import { ignoredExports } from './ignored-exports.ts';

const LOAD_LIMIT_MS = 2000;

/**
 * Loads a bundle as the local tenant and the test kit do, without calling anything: what does not load, or has a handler
 * that is not async, would fail every login of the tenant.
 */
export async function checkHandlers(
  rootDir: string,
  action: ActionYaml,
  code: string,
  where: Place,
): Promise<Failure[]> {
  const { name, dependencies = [] } = action;
  const source = { name, code, dependencies, resolveFrom: join(rootDir, 'package.json') };
  const loaded = await loadedKinds(source, LOAD_LIMIT_MS);
  if ('error' in loaded) {
    return [
      {
        code: 'BUNDLE_LOAD',
        expected: `the bundle of "${name}" to load`,
        found: loaded.error,
        where,
        fix: 'Do at the top of the modules only what needs no login and can not fail.',
      },
    ];
  }
  const kinds = new Map(Object.entries(loaded.value));
  const file = sourceOf(action);
  return [
    ...ignoredExports(action, [...kinds.keys()], () => ({ file })),
    ...handlersOf(triggerOf(action)).flatMap((handler, index): Failure[] =>
      wrongHandler(name, handler, kinds.get(handler), index > 0, where),
    ),
  ];
}

function wrongHandler(
  name: string,
  handler: string,
  kind: string | undefined,
  mayBeAbsent: boolean,
  where: Place,
): Failure[] {
  if (kind === 'async function' || (kind === undefined && mayBeAbsent)) return [];
  return [
    {
      code: 'BUNDLE_HANDLER',
      expected: `"${name}" to export an async function ${handler}`,
      found: kind === 'function' ? 'a function that is not async' : (kind ?? 'none'),
      where,
      fix: `Write \`export const ${handler} = async (event, api) => { … }\`.`,
    },
  ];
}
