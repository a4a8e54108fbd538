import { type Failure, failed, ok, okUnless, type Result } from '../failures.ts';
import type { ActionHistory, Version } from './history.ts';
import { areEqual, combinationsOf } from './timeline.ts';

/** Names the versions that shall go live, by Action; other Actions do not change. */
export interface RollbackTarget {
  versions: Map<string, Version>;
  /** When it was live; absent if a person chose the versions. */
  wasLive?: { since: string; until: string | undefined };
  notes: string[];
}

/** Names a version that a person chose. */
export interface ChosenVersion {
  name: string;
  number: number;
}

/**
 * Returns the state before the last deploy. If the present state was live before (somebody put it back, or deployed a
 * reverted commit), it returns the state before that: running the command twice goes further back, never forward.
 */
export function previousState(histories: readonly ActionHistory[], withinMinutes: number): Result<RollbackTarget> {
  const combinations = combinationsOf(histories, withinMinutes);
  const now = liveOf(histories);
  const first = combinations.findIndex(({ versions }) => areEqual(versions, now));
  const [before, again] = [combinations[first - 1], combinations[first]];
  if (before === undefined || again === undefined) return failed(nothingBefore(histories));
  const { versions, since, until } = before;
  const isRepeated = combinations.slice(first).some((later) => !areEqual(later.versions, now));
  return ok({
    versions: new Map([...versions].filter(([name, { content }]) => now.get(name)?.content !== content)),
    wasLive: { since, until },
    notes: isRepeated
      ? [
          `what is live now was live before, from ${again.since} to ${again.until}: this goes back to what was live before that`,
        ]
      : [],
  });
}

/** Returns the versions that a person chose, of these Actions alone. */
export function chosenVersions(
  histories: readonly ActionHistory[],
  chosen: readonly ChosenVersion[],
  withinMinutes: number,
): Result<RollbackTarget> {
  const failures = chosen.flatMap((choice, index) => {
    const history = histories.find(({ name }) => name === choice.name);
    if (history === undefined) return [unknownAction(histories, choice)];
    const isRepeated = chosen.findIndex(({ name }) => name === choice.name) < index;
    const isKnown = history.versions.some(({ number }) => number === choice.number);
    return isRepeated || !isKnown || history.live.number === choice.number ? [badNumber(history, choice)] : [];
  });
  const versions = new Map(
    chosen.flatMap(({ name, number }): [string, Version][] => {
      const version = histories.find((history) => history.name === name)?.versions.find((own) => own.number === number);
      return version ? [[name, version]] : [];
    }),
  );
  const result = new Map([...liveOf(histories), ...versions]);
  const wasLive = combinationsOf(histories, withinMinutes).some((earlier) => areEqual(earlier.versions, result));
  const notes = wasLive ? [] : ['these versions were never live together'];
  return okUnless(failures, { versions, notes });
}

const liveOf = (histories: readonly ActionHistory[]): Map<string, Version> =>
  new Map(histories.map(({ name, live }) => [name, live]));

const listed = ({ versions, live }: ActionHistory): string =>
  versions.map(({ number }) => `${number}${number === live.number ? ' (live)' : ''}`).join(', ');

const nothingBefore = (histories: readonly ActionHistory[]): Failure => ({
  code: 'ROLLBACK_TARGET',
  expected: 'versions that were live together before the present ones',
  found: histories.map((history) => `${history.name} ${listed(history)}`).join('; ') || 'no Action deployed',
  fix: 'Check out the commit that shall be live and run npm run deploy, or choose versions: --to NAME=NUMBER.',
});

const unknownAction = (histories: readonly ActionHistory[], { name }: ChosenVersion): Failure => ({
  code: 'ROLLBACK_TARGET',
  expected: `a deployed Action of tenant.yaml: ${histories.map((history) => history.name).join(', ') || 'there is none'}`,
  found: `"${name}"`,
  fix: 'Write --to NAME=NUMBER with one of these names.',
});

const badNumber = (history: ActionHistory, { number }: ChosenVersion): Failure => ({
  code: 'ROLLBACK_TARGET',
  expected: `one version of ${history.name} that is not live: ${listed(history)}`,
  found: `${number}`,
  fix: 'Write --to NAME=NUMBER once an Action, with one of these numbers.',
});
