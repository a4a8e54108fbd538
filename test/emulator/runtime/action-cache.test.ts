import { describe, expect, test } from 'vitest';
import { createCache } from '../../../emulator/runtime/action-cache.ts';

const DAY_MS = 24 * 3_600_000;

const cacheAt = (clock = () => 1_000) => createCache(new Map(), clock);

describe('the cache of an Action', () => {
  test('forgets a record at its expiry', () => {
    let nowMs = 1_000;
    const cache = cacheAt(() => nowMs);
    cache.set('k', 'v', { ttl: 500 });
    expect(cache.get('k')).toEqual({ value: 'v', expires_at: 1_500 });
    nowMs = 1_500;
    expect(cache.get('k')).toBeUndefined();
    expect(cache.delete('k')).toEqual({ type: 'error', code: 'CacheKeyDoesNotExist' });
  });

  test('keeps a record 15 minutes unless told, 24 hours at most, and the earlier of two limits', () => {
    const expiry = (options: { ttl?: number; expires_at?: number }): unknown => cacheAt().set('k', 'v', options);
    const kept = (expires_at: number) => ({ type: 'success', record: { value: 'v', expires_at } });
    expect(expiry({})).toEqual(kept(1_000 + 15 * 60_000));
    expect(expiry({ ttl: 2 * DAY_MS })).toEqual(kept(1_000 + DAY_MS));
    expect(expiry({ ttl: 500, expires_at: 1_400 })).toEqual(kept(1_400));
  });

  test.each([
    ['k'.repeat(65), 'v', {}, 'CacheKeySizeExceeded'],
    ['k', 'v'.repeat(4097), {}, 'CacheValueSizeExceeded'],
    ['k', 'v', { expires_at: 1_000 }, 'ItemAlreadyExpired'],
    ['k', 'v', { ttl: Number.NaN }, 'InvalidExpiry'],
  ])('answers with a code instead of throwing (%#)', (key, value, options, code) => {
    expect(cacheAt().set(key, value, options)).toEqual({ type: 'error', code });
  });

  test('holds 8 kB, where overwriting counts the old value and the new one', () => {
    const cache = cacheAt();
    expect(cache.set('a', 'x'.repeat(4_096)).type).toBe('success');
    expect(cache.set('b', 'x'.repeat(4_095))).toEqual({ type: 'error', code: 'CacheSizeExceeded' });
    expect(cache.set('b', 'x'.repeat(4_093)).type).toBe('success');
    expect(cache.set('a', 'y')).toEqual({ type: 'error', code: 'CacheSizeExceeded' });
  });

  test('holds 20 records, not counting expired ones', () => {
    let nowMs = 1_000;
    const cache = cacheAt(() => nowMs);
    for (let i = 0; i < 20; i += 1) cache.set(`k${i}`, 'v', { ttl: 100 + i });
    expect(cache.set('k20', 'v')).toEqual({ type: 'error', code: 'CacheSizeExceeded' });
    expect(cache.set('k19', 'w').type).toBe('success');
    nowMs = 1_100;
    expect(cache.set('k20', 'v').type).toBe('success');
  });

  test('does not hand out its own records', () => {
    const cache = cacheAt();
    cache.set('k', 'v');
    Object.assign(cache.get('k') ?? {}, { value: 'changed' });
    expect(cache.get('k')?.value).toBe('v');
  });
});
