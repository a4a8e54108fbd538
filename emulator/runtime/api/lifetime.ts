/** Contains checks that `refreshToken` and `session` share, with the messages of Auth0's harness. */
const MAX_ENTRIES = 25;
const MAX_LENGTH = 255;

/** Checks an expiration time in epoch milliseconds. */
export function checkExpiry(kind: 'absolute' | 'inactivity', epochMs: unknown): void {
  if (!epochMs) throw new Error('Either inactivity or absolute expiration time must be provided');
  if (typeof epochMs !== 'number' || !Number.isFinite(epochMs)) throw new Error(`${kind} must be number`);
}

/** Describes the part of the event that shows the metadata: the session, or the refresh token. */
export interface MetadataHolder {
  metadata?: Record<string, string>;
}

/** Changes the metadata of a session or a refresh token over the calls of one Action. */
export interface Metadata {
  /** Sets an entry, or removes it with `null`. Returns whether anything changed; throws Auth0's messages. */
  set(key: unknown, value: unknown): boolean;
  /** Returns whether there was such an entry. */
  remove(key: string): boolean;
  /** Removes all entries. Returns whether there were any. */
  clear(): boolean;
}

/**
 * Keeps the metadata of a session or refresh token, and shows each change in the event at once.
 *
 * An entry that was refused stays until the Action removes it, as in Auth0's harness: the next change is refused too.
 *
 * @param holder what the event shows; `undefined` if it shows nothing
 */
export function metadataOf(holder: MetadataHolder | undefined): Metadata {
  const entries = new Map<string, string>(Object.entries(holder?.metadata ?? {}));
  const show = (): boolean => {
    if (holder !== undefined) holder.metadata = Object.fromEntries(entries);
    return true;
  };
  return {
    set(key, value) {
      if (typeof key !== 'string') throw new Error('Invalid metadata: Metadata key must be a string');
      if (value === null) return entries.delete(key) && show();
      if (typeof value !== 'string') throw new Error('Invalid metadata: Metadata value must be a string');
      entries.set(key, value);
      const fault = faultIn(entries);
      if (fault !== undefined) throw new Error(`Invalid metadata: ${fault}`);
      return show();
    },
    remove: (key) => entries.delete(key) && show(),
    clear() {
      const had = entries.size > 0;
      entries.clear();
      show();
      return had;
    },
  };
}

function faultIn(entries: ReadonlyMap<string, string>): string | undefined {
  if (entries.size > MAX_ENTRIES) return `Metadata must not contain more than ${MAX_ENTRIES} entries`;
  for (const [key, value] of entries) {
    const fault = faultOf(key, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Returns the fault of an entry. Two of Auth0's messages about null bytes end with the byte itself. */
function faultOf(key: string, value: string): string | undefined {
  if (key.length > MAX_LENGTH) return `All metadata keys must be at most ${MAX_LENGTH} characters long`;
  if (key.includes('\0')) return 'Metadata keys must not contain null bytes (\0)';
  if (!/^[a-zA-Z0-9_-]+$/.test(key)) {
    return 'Metadata keys may only include letters, numbers, underscores, or hyphens';
  }
  if (value.length > MAX_LENGTH) return `All metadata values must be at most ${MAX_LENGTH} characters long`;
  return value.includes('\0') ? 'Metadata values must not contain null bytes (\0)' : undefined;
}

/** Runs a change of metadata, and adds the prefix of Auth0's harness to its errors. */
export function settingMetadata<T>(what: 'session' | 'refresh token', change: () => T): T {
  try {
    return change();
  } catch (error) {
    throw new Error(`Failed to set ${what} metadata: ${error instanceof Error ? error.message : String(error)}`);
  }
}
