import type { Command } from './command.ts';

/** One change of the metadata of a session or a refresh token; `null` removes an entry, and `[]` all of them. */
export type MetadataEdit = [key: string, value: string | null] | [];

/** Returns the change that a recorded call on `api.session` or `api.refreshToken` makes; `undefined` where it makes none. */
export function metadataEdit(area: 'session' | 'refreshToken', { method, args }: Command): MetadataEdit | undefined {
  const [key, value] = args;
  switch (method) {
    case `${area}.setMetadata`:
      return [String(key), typeof value === 'string' ? value : null];
    case `${area}.deleteMetadata`:
      return [String(key), null];
    case `${area}.evictMetadata`:
      return [];
    default:
      return undefined;
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
