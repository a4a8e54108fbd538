/** Checks `refreshToken` and `session` share; the entry limits are theirs, the texts after the prefix ours. */
const MAX_ENTRIES = 25;
const MAX_VALUE_LENGTH = 255;

export function checkExpiry(epochMs: unknown): void {
  if (!epochMs) throw new Error('Either inactivity or absolute expiration time must be provided');
  if (typeof epochMs !== 'number' || !Number.isFinite(epochMs)) {
    throw new Error('((the expiration time must be a finite number of epoch milliseconds))');
  }
}

export interface Entries {
  set(key: string, value: string | null): void;
  clear(): void;
}

/** Keeps count of the metadata entries of a session or refresh token over the calls of one Action. */
export function metadataEntries(what: string, current: Record<string, string> | undefined): Entries {
  const entries = new Map(Object.entries(current ?? {}));
  const fault = (text: string): Error => new Error(`Failed to set ${what} metadata: ((${text}))`);
  return {
    set(key, value) {
      if (typeof key !== 'string' || !/^[a-zA-Z0-9_-]{1,255}$/.test(key)) {
        throw fault('the key must be 1 to 255 letters, digits, - or _');
      }
      if (value !== null && typeof value !== 'string') throw fault('the value must be a string or null');
      if (value === null) {
        entries.delete(key);
        return;
      }
      if (value.length > MAX_VALUE_LENGTH) throw fault(`the value exceeds ${MAX_VALUE_LENGTH} characters`);
      if (value.includes('\0')) throw fault('the value has a NUL character');
      if (!entries.has(key) && entries.size >= MAX_ENTRIES) throw fault(`more than ${MAX_ENTRIES} entries`);
      entries.set(key, value);
    },
    clear: () => entries.clear(),
  };
}
