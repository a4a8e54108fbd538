import type { Failure } from '../failures.ts';
import { buildFailure, isBuildFailure } from './bundle-source.ts';

/**
 * Returns what to say of a team's file that does not bundle, with its places, or does not load.
 *
 * @param error what `loadText` rejected with
 * @param wanted the file, the name that it must export, and what to do where it throws
 */
export function loadFailures(error: unknown, wanted: { file: string; name: string; fix: string }): Failure[] {
  const { file, name, fix } = wanted;
  if (isBuildFailure(error)) return error.errors.map((message) => buildFailure(message, { file }, name));
  return [
    {
      code: 'BUNDLE_LOAD',
      expected: `${file} and what it imports to load`,
      found: String(error),
      where: { file },
      fix,
    },
  ];
}
