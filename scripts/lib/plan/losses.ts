import { isRecord } from '../is-record.ts';
import type { LooseningRule } from './loosening-rows.ts';
import { LOOSENING } from './loosening-table.ts';
import type { Plan, PlanEntry, PlanField } from './plan.ts';
import { keptMembers, removedValues } from './removed.ts';

/** Names fields about the code that are not settings of the tenant; removed secrets are in the field `secrets`. */
const NOT_SETTINGS = ['code', 'banner', 'secret versions', 'draft_deployed'];

/**
 * Marks in each field of an entry what it loses and what it loosens. An entry that a deploy creates takes nothing away
 * and weakens nothing that was there.
 */
export function withLosses(entry: PlanEntry): PlanEntry {
  if (entry.change === 'created') return entry;
  return { ...entry, fields: entry.fields.map((field) => markedField(entry.section, field)) };
}

function markedField(section: string, field: PlanField): PlanField {
  if (section === 'actions' && NOT_SETTINGS.includes(field.field)) return field;
  const removed = removedIn(field.old, field.new);
  const loosened = [...new Set(loosenedIn(section, field.field, field.old, field.new))];
  return {
    ...field,
    ...(removed.length > 0 && { removed }),
    ...(loosened.length > 0 && { loosened }),
  };
}

/** Returns what is removed, within objects and within members of a list that stay, too. */
function removedIn(old: unknown, next: unknown): unknown[] {
  const parts = isRecord(old) && isRecord(next) ? Object.keys(next).map((key) => [old[key], next[key]] as const) : [];
  const members = keptMembers(old, next).map(([before, after]) => [before, after] as const);
  return [
    ...removedValues(old, next),
    ...[...parts, ...members].flatMap(([before, after]) => removedIn(before, after)),
  ];
}

function loosenedIn(section: string, field: string, old: unknown, next: unknown): string[] {
  const own = LOOSENING.filter((rule) => isOf(rule, section, field) && rule.looser(old, next)).map(
    ({ means }) => means,
  );
  const parts = isRecord(next) ? Object.keys(next) : isRecord(old) ? Object.keys(old) : [];
  const before = isRecord(old) ? old : {};
  const after = isRecord(next) ? next : {};
  return [
    ...own,
    ...parts.flatMap((key) => loosenedIn(section, `${field}.${key}`, before[key], after[key])),
    ...keptMembers(old, next).flatMap(([one, other, name]) => loosenedIn(section, `${field}.${name}`, one, other)),
  ];
}

function isOf(rule: LooseningRule, section: string, field: string): boolean {
  if (!rule.sections.includes(section)) return false;
  const [wanted, found] = [rule.field.split('.'), field.split('.')];
  return wanted.length === found.length && wanted.every((part, index) => part === '*' || part === found[index]);
}

/** Counts what a plan's fields are marked with, and says which flags of a deploy they need. */
export function countLosses(entries: readonly PlanEntry[]): Pick<Plan, 'removed' | 'loosened' | 'needs'> {
  const fields = entries.flatMap((entry) => entry.fields);
  const removed = fields.reduce((sum, field) => sum + (field.removed?.length ?? 0), 0);
  const loosened = fields.filter((field) => field.loosened !== undefined).length;
  return {
    removed,
    loosened,
    needs: [
      ...(removed > 0 ? (['--accept-removals'] as const) : []),
      ...(loosened > 0 ? (['--accept-loosening'] as const) : []),
    ],
  };
}
