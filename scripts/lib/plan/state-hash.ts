import { createHash } from 'node:crypto';
import type { Failure } from '../failures.ts';
import { isRecord } from '../is-record.ts';
import { moreApplications } from './more-applications.ts';
import type { Plan, PlanEntry } from './plan.ts';

/** Holds what must be unchanged for a plan to be valid. */
export type SavedPlan = Pick<
  Plan,
  'environment' | 'domain' | 'entries' | 'otherApplications' | 'stateHash' | 'oinClientId' | 'oinSubmissionId'
>;

/**
 * SHA-256 of all that is to be written and of what it replaces. Whatever changes on the tenant in a field that
 * `tenant.yaml` names, or in what is to be written, changes it; the rest of the tenant does not.
 */
export function stateHash({
  environment,
  domain,
  entries,
}: Pick<SavedPlan, 'environment' | 'domain' | 'entries'>): string {
  const relevant = entries.filter((entry) => entry.change !== 'unmanaged').map(essence);
  return createHash('sha256')
    .update(JSON.stringify([environment, domain, relevant]))
    .digest('hex');
}

/** Returns why a saved plan differs from what a deploy would do now; `undefined` if it does not. */
export function stalePlan(saved: SavedPlan, now: SavedPlan): Failure | undefined {
  if (saved.environment !== now.environment || saved.domain !== now.domain) {
    return stale(
      `a plan for environment "${now.environment}" on ${now.domain}`,
      `one for "${saved.environment}" on ${saved.domain}`,
    );
  }
  if (saved.stateHash === now.stateHash && stateHash(saved) === now.stateHash) {
    const more = moreApplications(saved, now);
    return more.length === 0
      ? undefined
      : stale('tenant-wide changes to reach the applications that the plan names', `more: ${more.join(', ')}`);
  }
  const [before, after] = [essences(saved.entries), essences(now.entries)];
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
  return staleState(names.join(', ') || 'the plan');
}

/** Returns the failure that the tenant or the sources changed after the plan was made, in these entries. */
export const staleState = (names: string): Failure =>
  stale('the tenant and the sources to be as they were planned', `a change in ${names}`);

const stale = (expected: string, found: string): Failure => ({
  code: 'PLAN_STALE',
  expected,
  found,
  fix: 'Run npm run plan again, and review what it says.',
});

function essences(entries: readonly PlanEntry[]): Map<string, string> {
  const managed = entries.filter((entry) => entry.change !== 'unmanaged');
  return new Map(managed.map((entry) => [`${entry.section} "${entry.name}"`, essence(entry)]));
}

const essence = ({ section, name, change, fields }: PlanEntry): string =>
  JSON.stringify([section, name, change, fields.map(({ field, old, new: next }) => [field, old, next])], sortKeys);

/** An API may give the keys of an object in another order the next time. */
const sortKeys = (_key: string, value: unknown): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
