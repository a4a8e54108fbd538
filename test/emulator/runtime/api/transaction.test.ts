import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import { adminEvent } from '../../../support/events.ts';

describe('transaction metadata', () => {
  test('is visible to the same Action at once, and gone when set to null', () => {
    const event = adminEvent();
    const { api, commands } = createApi(event);
    api.transaction.setMetadata('at', 1);
    expect(event.transaction?.metadata).toEqual({ at: 1 });
    api.transaction.setMetadata('at', null);
    expect(event.transaction?.metadata).toEqual({});
    expect(commands.map(({ args }) => args)).toEqual([
      ['at', 1],
      ['at', null],
    ]);
  });

  test('makes a transaction where the event has none', () => {
    const event = adminEvent((own) => {
      delete own.transaction;
    });
    createApi(event).api.transaction.setMetadata('a', true);
    expect(event.transaction).toEqual({ metadata: { a: true } });
  });

  test.each([
    ['', 1, 'the key must be a non-empty string'],
    ['k'.repeat(65), 1, 'the key exceeds 64 characters'],
    ['k', { a: 1 }, 'the value must be a string, a number, a boolean or null'],
    ['k', undefined, 'the value must be a string, a number, a boolean or null'],
    ['k', 2 ** 53, 'the number must be finite and, if an integer, a safe one'],
    ['k', Number.POSITIVE_INFINITY, 'the number must be finite and, if an integer, a safe one'],
    ['k', 'ä'.repeat(4097), 'the value exceeds 8192 bytes'],
  ])('refuses %j: %j', (key, value, text) => {
    const event = adminEvent();
    const { api, commands } = createApi(event);
    expect(() => Reflect.apply(api.transaction.setMetadata, undefined, [key, value])).toThrow(
      `((transaction metadata: ${text}))`,
    );
    expect(event.transaction?.metadata).toEqual({});
    expect(commands).toEqual([]);
  });

  test('takes its limits exactly', () => {
    const { api } = createApi(adminEvent());
    api.transaction.setMetadata('k'.repeat(64), 'v'.repeat(8192));
    api.transaction.setMetadata('n', Number.MAX_SAFE_INTEGER);
    expect(() => api.transaction.setMetadata('other', 'v'.repeat(8192))).toThrow(
      '((transaction metadata: all entries together exceed 16384 bytes))',
    );
  });
});

describe('target scopes', () => {
  test('start as the requested ones and change at once; the requested ones never do', () => {
    const event = adminEvent((own) => {
      own.transaction = { requested_scopes: ['openid', 'a'], metadata: {} };
    });
    const { api, commands } = createApi(event);
    api.transaction.addTargetScope(' b ');
    expect(event.transaction?.target_scopes).toEqual(['openid', 'a', 'b']);
    api.transaction.removeTargetScope('a');
    expect(event.transaction?.target_scopes).toEqual(['openid', 'b']);
    api.transaction.clearTargetScopes();
    expect(event.transaction?.target_scopes).toEqual([]);
    api.transaction.setTargetScopes(['c', 'c', 'd']);
    expect(event.transaction).toEqual({ requested_scopes: ['openid', 'a'], target_scopes: ['c', 'd'], metadata: {} });
    expect(commands).toEqual([
      { method: 'transaction.addTargetScope', args: ['b'] },
      { method: 'transaction.removeTargetScope', args: ['a'] },
      { method: 'transaction.clearTargetScopes', args: [] },
      { method: 'transaction.setTargetScopes', args: [['c', 'd']] },
    ]);
  });

  test('are checked as scopes are', () => {
    const { api } = createApi(adminEvent());
    expect(() => api.transaction.addTargetScope('a b')).toThrow('The value for the scope must not have whitespace.');
    expect(() => api.transaction.setTargetScopes(['a', ''])).toThrow('The value for the scope is required.');
    expect(() => Reflect.apply(api.transaction.setTargetScopes, undefined, ['a b'])).toThrow(
      new TypeError('The value for scopes must be an array.'),
    );
  });

  test('an empty list clears them', () => {
    const { api, commands } = createApi(adminEvent());
    api.transaction.setTargetScopes([]);
    expect(commands).toEqual([{ method: 'transaction.clearTargetScopes', args: [] }]);
  });

  test('are at most 1000', () => {
    const { api } = createApi(adminEvent());
    const scopes = Array.from({ length: 1001 }, (_, index) => `s${index}`);
    const text = 'The number of scopes exceeds the allowed maximum of 1000.';
    expect(() => api.transaction.setTargetScopes(scopes)).toThrow(text);
    api.transaction.setTargetScopes(scopes.slice(1));
    expect(() => api.transaction.addTargetScope('s0')).toThrow(text);
    expect(() => api.transaction.addTargetScope('s1')).not.toThrow();
  });
});
