import type { Command } from './command.ts';

/** What Actions did to the refresh token of this login or exchange. JSON only. */
export interface RefreshTokenEdits {
  expiresAtMs?: number;
  idleExpiresAtMs?: number;
  /** Entries set, oldest first; `null` removes one, and `[]` removes all. */
  metadata?: ([key: string, value: string | null] | [])[];
}

/** Returns the edits with one more command, or `undefined` where the command is none. */
export function editedToken(edits: RefreshTokenEdits = {}, { method, args }: Command): RefreshTokenEdits | undefined {
  const [first, second] = args;
  const { metadata = [] } = edits;
  switch (method) {
    case 'refreshToken.setExpiresAt':
      return { ...edits, expiresAtMs: Number(first) };
    case 'refreshToken.setIdleExpiresAt':
      return { ...edits, idleExpiresAtMs: Number(first) };
    case 'refreshToken.setMetadata':
      return { ...edits, metadata: [...metadata, [String(first), typeof second === 'string' ? second : null]] };
    case 'refreshToken.deleteMetadata':
      return { ...edits, metadata: [...metadata, [String(first), null]] };
    case 'refreshToken.evictMetadata':
      return { ...edits, metadata: [...metadata, []] };
    default:
      return undefined;
  }
}

/** Returns the metadata after the edits. */
export function editedMetadata(
  metadata: Readonly<Record<string, string>>,
  edits: RefreshTokenEdits = {},
): Record<string, string> {
  const entries = new Map(Object.entries(metadata));
  for (const [key, value] of edits.metadata ?? []) {
    if (key === undefined) entries.clear();
    else if (typeof value === 'string') entries.set(key, value);
    else entries.delete(key);
  }
  return Object.fromEntries(entries);
}
