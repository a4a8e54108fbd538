import type { CacheRecord, PostLoginAPI } from '../../library/contract.ts';

/**
 * The limits of a key and a value (customize/actions/limitations). Auth0's code allows 16 KiB and more in total; this
 * follows the documentation's 8 kB.
 */
const MAX_KEY_BYTES = 64;
const MAX_VALUE_BYTES = 4096;
const MAX_TOTAL_BYTES = 8 * 1024;
const MAX_ENTRIES = 20;
const DEFAULT_TTL_MS = 15 * 60_000;
const MAX_TTL_MS = 24 * 3_600_000;

const sizeOf = (key: string, value: string): number => Buffer.byteLength(key) + Buffer.byteLength(value);

/**
 * Makes `api.cache`, which lasts as long as the worker: Auth0 promises no more ("best effort"). Exceeded limits are
 * returned as codes, never thrown (docs/notes/actions-runtime.md#cache).
 */
export function createCache(records: Map<string, CacheRecord>, clock: () => number): PostLoginAPI['cache'] {
  const dropExpired = (): void => {
    for (const [key, record] of records) if (record.expires_at <= clock()) records.delete(key);
  };

  /** Overwriting counts the old value and the new one. */
  const fits = (key: string, value: string): boolean => {
    const usedBytes = [...records].reduce((sum, [other, record]) => sum + sizeOf(other, record.value), 0);
    const count = records.size + (records.has(key) ? 0 : 1);
    return usedBytes + sizeOf(key, value) <= MAX_TOTAL_BYTES && count <= MAX_ENTRIES;
  };

  return {
    get(key) {
      dropExpired();
      const record = records.get(key);
      return record && { ...record };
    },
    set(key, value, options = {}) {
      dropExpired();
      if (Buffer.byteLength(key) > MAX_KEY_BYTES) return { type: 'error', code: 'CacheKeySizeExceeded' };
      if (Buffer.byteLength(value) > MAX_VALUE_BYTES) return { type: 'error', code: 'CacheValueSizeExceeded' };
      const limits = [options.expires_at, options.ttl === undefined ? undefined : clock() + options.ttl];
      const given = limits.filter((limit) => limit !== undefined);
      const expires_at = given.length === 0 ? clock() + DEFAULT_TTL_MS : Math.min(...given);
      if (!Number.isSafeInteger(expires_at)) return { type: 'error', code: 'InvalidExpiry' };
      if (expires_at <= clock()) return { type: 'error', code: 'ItemAlreadyExpired' };
      if (!fits(key, value)) return { type: 'error', code: 'CacheSizeExceeded' };
      const record = { value, expires_at: Math.min(expires_at, clock() + MAX_TTL_MS) };
      records.set(key, record);
      return { type: 'success', record: { ...record } };
    },
    delete(key) {
      dropExpired();
      if (!records.delete(key)) return { type: 'error', code: 'CacheKeyDoesNotExist' };
      return { type: 'success' };
    },
  };
}
