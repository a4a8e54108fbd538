/**
 * The part of Auth0's user search that the local tenant knows: `path:"value"` terms joined by AND. Unlike Auth0's search
 * it sees a change at once.
 */
import type { UserRecord } from '../state.ts';
import { badRequest, type Reply } from './reply.ts';

const TERM = /^([\w.]+):(?:"([^"]*)"|([^\s"*]+))$/;

type Filter = { matches: (user: UserRecord) => boolean } | { refusal: Reply };

export function userFilter(q: unknown): Filter {
  if (typeof q !== 'string' || q.trim() === '') return { matches: () => true };
  const terms = q.trim().split(/\s+AND\s+/);
  const parsed = terms.map((term) => TERM.exec(term));
  if (parsed.includes(null)) {
    const hint = '((the local tenant knows path:"value" terms joined by AND))';
    return { refusal: badRequest(`The query "${q}" is not supported ${hint}`, 'invalid_query_string') };
  }
  const wanted = parsed.map((match) => ({ path: match?.[1] ?? '', value: match?.[2] ?? match?.[3] ?? '' }));
  return { matches: (user) => wanted.every(({ path, value }) => valuesAt(user, path.split('.')).includes(value)) };
}

/** Every value at a path, looking into arrays (`identities.connection`). */
function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [field, ...rest] = path;
  if (field === undefined) return [String(value)];
  if (typeof value !== 'object' || value === null || field === 'passwordHash') return [];
  const child = new Map<string, unknown>(Object.entries(value)).get(field);
  return child === undefined ? [] : valuesAt(child, rest);
}

/** `sort` is `field:1` or `field:-1`; the schema has checked it. */
export function sortUsers(users: readonly UserRecord[], sort: unknown): UserRecord[] {
  if (typeof sort !== 'string') return [...users];
  const [field = '', direction] = sort.split(':');
  const key = (user: UserRecord): string => valuesAt(user, field.split('.'))[0] ?? '';
  const sorted = users.toSorted((a, b) => key(a).localeCompare(key(b)));
  return direction === '-1' ? sorted.reverse() : sorted;
}
