import type { ActionHistory, Version } from './history.ts';

/** Holds versions of all Actions that were live at the same time. */
export interface Combination {
  versions: ReadonlyMap<string, Version>;
  /** When the last of them went live. */
  since: string;
  /** When the first of the next ones went live; absent for the present one. */
  until: string | undefined;
}

interface Published {
  action: string;
  version: Version;
}

/** The time that a deploy may take, with the runs that finish it after a failure. */
export const DEPLOY_WITHIN_MINUTES = 15;

const MINUTE_MS = 60_000;

/**
 * Returns what was live after every deploy, the oldest first; the last is live now. Auth0 records no deploys, only when
 * each version went live. States in the middle of a deploy are left out, and those with a version that Auth0 no longer
 * has.
 *
 * @param withinMinutes see {@link DEPLOY_WITHIN_MINUTES}
 */
export function combinationsOf(histories: readonly ActionHistory[], withinMinutes: number): Combination[] {
  const published = histories
    .flatMap(({ name, versions }) => versions.map((version): Published => ({ action: name, version })))
    .sort((a, b) => timeOf(a) - timeOf(b) || a.version.number - b.version.number);
  const deploys = groupByDeploy(published, withinMinutes * MINUTE_MS);
  const live = new Map<string, Version>();
  return deploys
    .map((deploy, index): Combination => {
      for (const { action, version } of deploy) live.set(action, version);
      const since = deploy.at(-1)?.version.createdAt ?? '';
      return { versions: new Map(live), since, until: deploys[index + 1]?.[0]?.version.createdAt };
    })
    .filter(({ versions }) => versions.size === histories.length);
}

/**
 * Groups versions by deploy. A deploy takes no longer than `withinMs` and publishes an Action once. If an Action
 * appears again in that time, a new deploy began after the longest pause since. Later events never change the groups
 * before the last one.
 */
function groupByDeploy(published: readonly Published[], withinMs: number): Published[][] {
  const closed: Published[][] = [];
  let open: Published[] = [];
  for (const event of published) {
    const [first] = open;
    if (first !== undefined && timeOf(event) - timeOf(first) > withinMs) {
      closed.push(open);
      open = [];
    }
    const earlier = open.findIndex(({ action }) => action === event.action);
    open.push(event);
    if (earlier === -1) continue;
    const next = afterLongestPause(open, earlier);
    closed.push(open.slice(0, next));
    open = open.slice(next);
  }
  return open.length > 0 ? [...closed, open] : closed;
}

function afterLongestPause(events: readonly Published[], from: number): number {
  const times = events.map(timeOf);
  const pauseBefore = (index: number): number => (times[index] ?? 0) - (times[index - 1] ?? 0);
  const starts = events.map((_event, index) => index).slice(from + 1);
  return starts.reduce((longest, index) => (pauseBefore(index) > pauseBefore(longest) ? index : longest));
}

const timeOf = ({ version }: Published): number => Date.parse(version.createdAt) || 0;

/**
 * Returns whether the same code runs in a login, whatever the numbers are: putting a version back makes a new, equal
 * one.
 */
export const areEqual = (a: Combination['versions'], b: Combination['versions']): boolean =>
  [...a].every(([name, { content }]) => b.get(name)?.content === content);
