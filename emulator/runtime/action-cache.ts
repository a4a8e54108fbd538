import type { CacheRecord, PostLoginAPI } from '../../actions/contract.ts';

const MAX_KEY_BYTES = 64;
const MAX_VALUE_BYTES = 4096;
const DEFAULT_TTL_MS = 15 * 60_000;

/** `api.cache`: as long as the worker lives, which is as much as Auth0 promises ("best effort"). Limits: actions-runtime 2.6. */
export function createCache(records: Map<string, CacheRecord>, clock: () => number): PostLoginAPI['cache'] {
  const live = (key: string): CacheRecord | undefined => {
    const record = records.get(key);
    return record !== undefined && record.expires_at > clock() ? record : undefined;
  };
  return {
    get: live,
    set(key, value, options = {}) {
      if (Buffer.byteLength(key) > MAX_KEY_BYTES) return { type: 'error', code: 'CacheKeySizeExceeded' };
      if (Buffer.byteLength(value) > MAX_VALUE_BYTES) return { type: 'error', code: 'CacheValueSizeExceeded' };
      const limits = [options.expires_at, options.ttl === undefined ? undefined : clock() + options.ttl];
      const given = limits.filter((limit) => limit !== undefined);
      const expires_at = given.length === 0 ? clock() + DEFAULT_TTL_MS : Math.min(...given);
      if (!Number.isSafeInteger(expires_at)) return { type: 'error', code: 'InvalidExpiry' };
      if (expires_at <= clock()) return { type: 'error', code: 'ItemAlreadyExpired' };
      const record = { value, expires_at };
      records.set(key, record);
      return { type: 'success', record };
    },
    delete(key) {
      if (!records.delete(key)) return { type: 'error', code: 'CacheKeyDoesNotExist' };
      return { type: 'success' };
    },
  };
}
