import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { handlersOf } from '#actions-testing';
import type { Failure, Place } from '../failures.ts';
import { describeValue } from '../manifest/describe-value.ts';
import { sourceExports } from '../manifest/source-exports.ts';
import { type ActionYaml, triggerOf } from '../manifest/tenant-file.ts';
import { sourceOf } from './bundle-source.ts';

/**
 * Checks that an Action exports handlers and nothing else: Auth0 calls nothing else, and a misspelt handler would never
 * run.
 *
 * @param exports names of what its source exports when it runs
 */
export async function checkExports(
  rootDir: string,
  action: ActionYaml,
  exports: readonly string[],
): Promise<Failure[]> {
  if (exports.every((name) => handlersOf(triggerOf(action)).includes(name))) return [];
  const file = sourceOf(action);
  const places = sourceExports(await readFile(join(rootDir, file), 'utf8'));
  return ignoredExports(action, exports, (name) => {
    const found = places.find((entry) => entry.name === name) ?? places.find((entry) => entry.name === '*');
    return found ? { file, line: found.line, column: found.column } : { file };
  });
}

/** Reports those of these exports that the Action's trigger does not call. */
export function ignoredExports(
  action: ActionYaml,
  exports: readonly string[],
  placeOf: (name: string) => Place,
): Failure[] {
  const handlers = handlersOf(triggerOf(action));
  return exports
    .filter((name) => !handlers.includes(name))
    .map((name) => ({
      code: 'BUNDLE_EXPORT',
      expected: `only ${handlers.join(' and ')} exported by an Action, which Auth0 calls`,
      found: describeValue(name),
      where: placeOf(name),
      fix: 'Correct its spelling, or move what others import into a file of actions/lib/.',
    }));
}
