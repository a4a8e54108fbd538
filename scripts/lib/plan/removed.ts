import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../is-record.ts';

/** Names the fields that identify a member of a list of objects; its other fields may change. */
const IDENTITIES = [
  ['permission_name', 'resource_server_identifier'],
  ['client_id', 'audience'],
  ['client_id'],
  ['audience'],
  ['action_name'],
  ['id'],
  ['identifier'],
  ['value'],
  ['name'],
] as const;

/**
 * Returns what a field no longer has when `next` replaces `old`: members of a list, or the whole value where none is
 * left. A text or number that becomes another one is changed, not removed.
 */
export function removedValues(old: unknown, next: unknown): unknown[] {
  if (isAbsent(old)) return [];
  if (Array.isArray(old)) return old.filter((member) => !membersOf(next).some((other) => isSame(member, other)));
  if (Array.isArray(next)) return next.some((member) => isSame(old, member)) ? [] : [old];
  return isAbsent(next) ? [old] : [];
}

/** Returns the members of two lists that are one and the same, as pairs of their old and their new value. */
export function keptMembers(old: unknown, next: unknown): [old: unknown, next: unknown, name: string][] {
  return membersOf(old).flatMap((member) => {
    const other = membersOf(next).find((candidate) => isSame(member, candidate));
    return isRecord(member) && other !== undefined ? [[member, other, identityOf(member)?.join(' ') ?? '']] : [];
  });
}

const membersOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isSame(old: unknown, next: unknown): boolean {
  const identity = isRecord(old) && isRecord(next) ? identityOf(old) : undefined;
  return identity === undefined ? isDeepStrictEqual(old, next) : isDeepStrictEqual(identity, identityOf(next));
}

function identityOf(member: unknown): unknown[] | undefined {
  if (!isRecord(member)) return undefined;
  const keys = IDENTITIES.find((candidate) => candidate.every((key) => typeof member[key] === 'string'));
  return keys?.map((key) => member[key]);
}
