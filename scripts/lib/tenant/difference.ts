import { keywordsIn } from '../manifest/keywords.ts';
import { PINNED_SECTIONS } from '../manifest/pinned-ids.ts';
import type { Named } from '../manifest/tenant-file.ts';
import type { Path } from '../manifest/yaml-file.ts';
import { byName, type WithPinnedIds } from './by-name.ts';

/** Describes what differs between `tenant.yaml` and the tenant. */
export interface Difference {
  /** The place in `tenant.yaml`. */
  path: Path;
  found: string;
  expected: string;
  /**
   * Missing on the tenant; different; on the tenant and not in the file; or in a section that this project cannot read
   * back.
   */
  kind: 'missing' | 'differs' | 'surplus' | 'unread';
  /** The fields that differ, if {@link kind} is `differs`. */
  fields?: FieldChange[];
}

/** Describes what a deploy would change in a field. */
export interface FieldChange {
  /** Dotted: `flags.enable_client_connections`. */
  field: string;
  /** `undefined` if the tenant has no value. */
  old: unknown;
  new: unknown;
}

/**
 * Returns the fields of `desired` that differ in `actual`. Additional fields of `actual` and the order of a list do not
 * matter. A text with a secret's keyword cannot be compared: secrets cannot be read back.
 */
export function mismatches(actual: unknown, desired: unknown, field = ''): FieldChange[] {
  const differs: FieldChange = { field, old: actual, new: desired };
  if (typeof desired === 'string' && keywordsIn(desired).length > 0) return [];
  if (Array.isArray(desired)) return sameItems(actual, desired) ? [] : [differs];
  if (typeof desired !== 'object' || desired === null) return actual === desired ? [] : [differs];
  if (typeof actual !== 'object' || actual === null) return [differs];
  const fields = new Map(Object.entries(actual));
  return Object.entries(desired).flatMap(([key, value]) =>
    mismatches(fields.get(key), value, field === '' ? key : `${field}.${key}`),
  );
}

function sameItems(actual: unknown, desired: unknown[]): boolean {
  if (!Array.isArray(actual) || actual.length !== desired.length) return false;
  return desired.every((item) => actual.some((candidate) => mismatches(candidate, item).length === 0));
}

/**
 * Compares entries of a section with the tenant's entries of the same name, or of the id that the environment pins.
 *
 * @param inFile the section as it is in `tenant.yaml`
 * @param desired what to compare, from those entries
 */
export function compareByName(
  section: string,
  inFile: readonly Named[],
  desired: readonly Named[],
  actual: readonly object[],
  pinning: WithPinnedIds,
): Difference[] {
  const pinned = PINNED_SECTIONS.find((known) => known === section);
  return desired.flatMap((entry) => {
    const path: Path = [section, inFile.findIndex((candidate) => candidate.name === entry.name)];
    const existing = pinned
      ? byName(pinning, pinned, actual, entry.name)
      : actual.find((candidate) => 'name' in candidate && candidate.name === entry.name);
    if (existing === undefined) return [missing(path, entry.name)];
    return differing(path, `"${entry.name}"`, mismatches(existing, entry));
  });
}

/** An entry of this name is in the file and not on the tenant. */
export const missing = (path: Path, name: string): Difference => ({
  path,
  expected: `"${name}" on the tenant`,
  found: 'nothing of that name',
  kind: 'missing',
});

/** Returns one difference for all the fields, or none. */
export function differing(path: Path, what: string, fields: FieldChange[]): Difference[] {
  if (fields.length === 0) return [];
  const names = fields.map(({ field }) => field).join(', ');
  return [{ path, expected: `${what} as it is here`, found: `another ${names}`, kind: 'differs', fields }];
}
