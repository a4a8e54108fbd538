import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../failures.ts';
import type { TenantFile } from '../manifest/tenant-file.ts';
import type { Path } from '../manifest/yaml-file.ts';
import type { StageDifferences } from '../stages/stages.ts';
import type { Difference, FieldChange } from '../tenant/difference.ts';

/** Fields whose desired value holds ids that a deploy may only know when it has made them; they may come to differ. */
const WITH_IDS = /^(secret versions|banner|enabled_clients|express_configuration(\..+)?)$/;

export interface DeployProgress {
  /** The changes of each stage that a person agreed to. */
  planned: StageDifferences;
  /**
   * Holds the differences that remain right after a stage: Auth0 may store a value in another form, or auth0-deploy-cli may
   * fail silently.
   */
  left: StageDifferences;
  /** Names of the stages that this run has written. */
  applied: readonly string[];
}

/**
 * Finds changes on a tenant since the plan that this run did not make: those of another run, or of a person.
 * Differences that remained right after a stage of this run are not among them: reading back reports those.
 *
 * @returns `clients "Acme" (callbacks)`, one for each entry
 */
export function overlappingEntries(
  { planned, left, applied }: DeployProgress,
  now: StageDifferences,
  tenant: TenantFile,
): string[] {
  const written = applied.flatMap((stage) => changesIn(planned.get(stage)));
  const found = new Map<string, string[]>();
  for (const stage of planned.keys()) {
    const isApplied = applied.includes(stage);
    const before = changesIn((isApplied ? left : planned).get(stage));
    const after = changesIn(now.get(stage));
    const meddled = [...new Set([...before, ...after].map(keyOf))].flatMap((key) => {
      const [old, current] = [before, after].map((list) => list.find((change) => keyOf(change) === key));
      const change = current ?? old;
      if (change === undefined || isExplained({ old, current, isApplied, written })) return [];
      return [change];
    });
    for (const { path, field } of meddled) {
      const entry = entryName(path, tenant);
      const name = [...path.slice(2), field].join('.');
      found.set(entry, [...new Set([...(found.get(entry) ?? []), name])]);
    }
  }
  return [...found].map(([entry, fields]) => `${entry} (${fields.join(', ')})`);
}

interface Change extends FieldChange {
  path: Path;
}

const WHOLE = 'as a whole';

/**
 * Returns the changes in differences. A missing or surplus entry is one change; what cannot be read back is not a
 * change.
 */
const changesIn = (differences: readonly Difference[] = []): Change[] =>
  differences.flatMap(({ path, kind, fields = [] }): Change[] => {
    if (kind === 'unread') return [];
    return kind === 'missing' || kind === 'surplus'
      ? [{ path, field: WHOLE, old: undefined, new: undefined }]
      : fields.map((field) => ({ ...field, path }));
  });

const keyOf = ({ path, field }: Change): string => JSON.stringify([...path, field]);

interface Comparison {
  old: Change | undefined;
  current: Change | undefined;
  isApplied: boolean;
  /** Lists the changes that this run has written so far. */
  written: readonly Change[];
}

function isExplained({ old, current, isApplied, written }: Comparison): boolean {
  if (current === undefined) return old === undefined || isApplied || written.some((other) => covers(other, old));
  if (isApplied) return old !== undefined && isDeepStrictEqual(old.old, current.old);
  if (written.some((other) => covers(other, current))) return true;
  if (old !== undefined && isDeepStrictEqual(old.old, current.old)) return true;
  return written.length > 0 && WITH_IDS.test([...current.path.slice(2), current.field].join('.'));
}

/** Returns whether a change is in the same field of the same entry, or anywhere in an entry that is created. */
function covers(other: Change, change: Change): boolean {
  const isInside = other.path.every((part, depth) => part === change.path[depth]);
  return isInside && (other.field === WHOLE || keyOf(other) === keyOf(change));
}

function entryName(path: Path, tenant: TenantFile): string {
  const [section = '', index] = path;
  const list: unknown = tenant[section];
  const entry: unknown = Array.isArray(list) && typeof index === 'number' ? list[index] : undefined;
  if (typeof entry !== 'object' || entry === null) return [section, index].filter(Boolean).join('.');
  const name = 'identifier' in entry ? entry.identifier : 'name' in entry ? entry.name : index;
  return `${section} "${String(name)}"`;
}

/** Describes an overlap that a deploy finds after it has written. */
export const overlapFailure = (found: readonly string[]): Failure => ({
  code: 'DEPLOY_OVERLAP',
  expected: 'no other run and no person to change the tenant during this deploy',
  found: `changes since the plan that this run did not make: ${found.join('; ')}`,
  fix: "See in the tenant's log who made them (Monitoring > Logs). Once nobody else deploys, run this again: it plans anew.",
});
