import type { CommandOf } from './command.ts';

/**
 * Describes one change of the metadata of a session or a refresh token; `null` removes an entry, and `[]` all of them.
 */
export type MetadataEdit = [key: string, value: string | null] | [];

/** Represents a recorded call that changes the metadata of a session or a refresh token. */
export type MetadataCommand =
  CommandOf<`${'session' | 'refreshToken'}.${'setMetadata' | 'deleteMetadata' | 'evictMetadata'}`>;

/** Returns the change that the call makes. */
export function metadataEdit({ method, args }: MetadataCommand): MetadataEdit {
  const [key, value] = args;
  switch (method) {
    case 'session.setMetadata':
    case 'refreshToken.setMetadata':
      return [String(key), typeof value === 'string' ? value : null];
    case 'session.deleteMetadata':
    case 'refreshToken.deleteMetadata':
      return [String(key), null];
    case 'session.evictMetadata':
    case 'refreshToken.evictMetadata':
      return [];
  }
}

/** Returns the metadata after the changes, oldest first. */
export function editedMetadata(
  metadata: Readonly<Record<string, string>>,
  edits: readonly MetadataEdit[] = [],
): Record<string, string> {
  const entries = new Map(Object.entries(metadata));
  for (const [key, value] of edits) {
    if (key === undefined) entries.clear();
    else if (typeof value === 'string') entries.set(key, value);
    else entries.delete(key);
  }
  return Object.fromEntries(entries);
}
