/**
 * The part of Auth0's query syntax that the local tenant knows: `path:"value"` and `_exists_:path` terms joined by AND. Case
 * counts, and a change is found at once.
 */
import { badRequest, type Reply } from './reply.ts';

const TERM = /^([\w.]+):(?:"([^"]*)"|([^\s"*]+))$/;

type Filter = { matches: (row: object) => boolean } | { refusal: Reply };

export function searchTerms(q: unknown): Filter {
  if (typeof q !== 'string' || q.trim() === '') return { matches: () => true };
  const terms = q.trim().split(/\s+AND\s+/);
  const parsed = terms.map((term) => TERM.exec(term));
  if (parsed.includes(null)) {
    const hint = '((the local tenant knows path:"value" terms joined by AND))';
    return { refusal: badRequest(`The query "${q}" is not supported ${hint}`, 'invalid_query_string') };
  }
  const wanted = parsed.map((match) => ({ path: match?.[1] ?? '', value: match?.[2] ?? match?.[3] ?? '' }));
  return { matches: (row) => wanted.every((term) => isMet(row, term)) };
}

function isMet(row: object, { path, value }: { path: string; value: string }): boolean {
  if (path === '_exists_') return valuesAt(row, value.split('.')).length > 0;
  return valuesAt(row, path.split('.')).includes(value);
}

/** Returns every value at a path as text; a path can go into arrays (`identities.connection`). */
function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [field, ...rest] = path;
  if (field === undefined) return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  const child = new Map<string, unknown>(Object.entries(value)).get(field);
  return child === undefined ? [] : valuesAt(child, rest);
}

/** `sort` is `field:1` or `field:-1`; the schema has checked it. */
export function sortRows<Row extends object>(rows: readonly Row[], sort: unknown): Row[] {
  if (typeof sort !== 'string') return [...rows];
  const [field = '', direction] = sort.split(':');
  const key = (row: Row): string => valuesAt(row, field.split('.'))[0] ?? '';
  const sorted = rows.toSorted((a, b) => key(a).localeCompare(key(b)));
  return direction === '-1' ? sorted.reverse() : sorted;
}
