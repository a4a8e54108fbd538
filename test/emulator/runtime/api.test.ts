import { describe, expect, test } from 'vitest';
import { createApi } from '../../../emulator/runtime/api.ts';
import { adminEvent } from '../../support/events.ts';

const event = adminEvent();

describe('api checks arguments in the words of Auth0', () => {
  test.each([
    [7, 'The value for the scope must be a string.'],
    ['  ', 'The value for the scope is required.'],
    ['x'.repeat(281), 'The value for the scope exceeds the allowed maximum of 280 characters.'],
    ['read write', 'The value for the scope must not have whitespace.'],
  ])('addScope(%j)', (scope, message) => {
    const { api, commands } = createApi(event);
    expect(() => Reflect.apply(api.accessToken.addScope, undefined, [scope])).toThrow(message);
    expect(commands).toEqual([]);
  });

  test('refuses the scope claim', () => {
    const { api } = createApi(event);
    expect(() => api.accessToken.setCustomClaim('scope', 'x')).toThrow('The "scope" claim cannot be set.');
  });
});

test('a claim is recorded as it was when set', () => {
  const { api, commands } = createApi(event);
  const value = { list: ['a'] };
  api.accessToken.setCustomClaim('c', value);
  value.list.push('b');
  expect(commands).toEqual([{ method: 'accessToken.setCustomClaim', args: ['c', { list: ['a'] }] }]);
});

test('transaction metadata is visible to the same Action at once', () => {
  const own = structuredClone(event);
  const { api, commands } = createApi(own);
  api.transaction.setMetadata('at', 1);
  expect(own.transaction?.metadata).toEqual({ at: 1 });
  api.transaction.setMetadata('at', null);
  expect(own.transaction?.metadata).toEqual({});
  expect(commands.map(({ args }) => args)).toEqual([
    ['at', 1],
    ['at', null],
  ]);
});

test('a method outside the reach of the emulator says so', () => {
  const { api } = createApi(event);
  expect(() => api.session.revoke()).toThrow('((api.session.revoke is not emulated))');
});

describe('the cache', () => {
  test('forgets a record at its expiry', () => {
    let nowMs = 1_000;
    const { api } = createApi(event, { clock: () => nowMs });
    api.cache.set('k', 'v', { ttl: 500 });
    expect(api.cache.get('k')).toEqual({ value: 'v', expires_at: 1_500 });
    nowMs = 1_500;
    expect(api.cache.get('k')).toBeUndefined();
  });

  test.each([
    ['k'.repeat(65), 'v', {}, 'CacheKeySizeExceeded'],
    ['k', 'v'.repeat(4097), {}, 'CacheValueSizeExceeded'],
    ['k', 'v', { expires_at: 1 }, 'ItemAlreadyExpired'],
    ['k', 'v', { ttl: Number.NaN }, 'InvalidExpiry'],
  ])('answers with a code instead of throwing (%#)', (key, value, options, code) => {
    expect(createApi(event).api.cache.set(key, value, options)).toEqual({ type: 'error', code });
  });
});
