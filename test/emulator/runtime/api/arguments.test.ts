import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../emulator/runtime/api.ts';
import type { Event, PostLoginAPI } from '../../../../library/contract.ts';
import { adminEvent } from '../../../support/events.ts';

type Area = Exclude<keyof PostLoginAPI, 'cache'>;

/** Calls a method by name with arguments its type forbids, and says what it throws. */
function refusal(path: string, args: readonly unknown[], event: Event = adminEvent()): string | undefined {
  const { api, commands } = createApi(event);
  const [area = '', method = ''] = path.split('.');
  const group: unknown = Reflect.get(api, area as Area);
  const call: unknown = typeof group === 'object' && group !== null ? Reflect.get(group, method) : undefined;
  if (typeof call !== 'function') throw new Error(`no method ${path}`);
  try {
    Reflect.apply(call, group, args);
  } catch (error) {
    expect(commands, 'what is refused is not recorded').toEqual([]);
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}

const sessionEvent = adminEvent((event) => {
  event.session = { id: 'ses_1' };
});
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}0${']'.repeat(levels)}`);
const manyVars = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`v${index}`, index]));

describe('api checks arguments in the words of Auth0', () => {
  test.each([
    ['accessToken.addScope', [7], 'The value for the scope must be a string.'],
    ['accessToken.addScope', ['  '], 'The value for the scope is required.'],
    [
      'accessToken.removeScope',
      ['x'.repeat(281)],
      'The value for the scope exceeds the allowed maximum of 280 characters.',
    ],
    ['accessToken.removeScope', ['read write'], 'The value for the scope must not have whitespace.'],
    ['accessToken.setCustomClaim', ['scope', 'x'], 'The "scope" claim cannot be set.'],
    ['idToken.setCustomClaim', ['scope', 'x'], 'The "scope" claim cannot be set.'],
    ['accessToken.setCustomClaim', [['scope'], 'x'], 'The "scope" claim cannot be set.'],
    ['idToken.setCustomClaim', ['x', nested(101)], '((an argument is nested more than 100 levels deep))'],
    ['user.setAppMetadata', ['x', nested(101)], '((an argument is nested more than 100 levels deep))'],
    ['authentication.setPrimaryUser', [''], 'The provided primary_user_id must be a non-empty string'],
    ['authentication.setPrimaryUser', [7], 'The provided primary_user_id must be a non-empty string'],
    ['authentication.setPrimaryUser', ['x'.repeat(129)], 'The provided primary_user_id exceeds the maximum length.'],
    [
      'prompt.render',
      ['ap_1', { fields: { a: 'x'.repeat(24 * 1024) } }],
      'The total size of the prompt options exceeds the limit of 24576 bytes.',
    ],
    ['prompt.render', ['ap_1', { vars: manyVars }], 'vars must NOT have more than 24 properties'],
    ['prompt.render', ['ap_1', { fields: manyVars }], 'fields must NOT have more than 24 properties'],
    ['prompt.render', ['ap_1', { fields: { '1st': 1 } }], 'fields must NOT have additional properties'],
    ['prompt.render', ['ap_1', { fields: [] }], 'fields must be object'],
    ['prompt.render', ['ap_1', { other: {} }], 'promptOptions must NOT have additional properties'],
    ['prompt.render', ['ap_1', 'text'], 'promptOptions must be object'],
    ['prompt.render', ['p'.repeat(49)], 'promptId must NOT have more than 48 characters'],
    ['prompt.render', [7], 'promptId must be string'],
    ['prompt.render', [], " must have required property 'promptId'"],
    ['refreshToken.setExpiresAt', [0], 'Either inactivity or absolute expiration time must be provided'],
    ['session.setIdleExpiresAt', [undefined], 'Either inactivity or absolute expiration time must be provided'],
    ['session.setExpiresAt', ['2030-01-01'], 'absolute must be number'],
    ['refreshToken.setIdleExpiresAt', [Number.POSITIVE_INFINITY], 'inactivity must be number'],
    ['validation.error', ['c'.repeat(101), 'm'], 'errorCode must NOT have more than 100 characters'],
    [
      'validation.error',
      ['c'.repeat(101), 'm'.repeat(101)],
      'errorCode must NOT have more than 100 characters; errorMessage must NOT have more than 100 characters',
    ],
    ['validation.error', ['code', 7], 'errorMessage must be string'],
    ['session.setCookieMode', [''], 'Cookie mode must be provided'],
    [
      'session.setCookieMode',
      ['forever'],
      "Invalid cookie mode: forever. Valid values are 'persistent' and 'non-persistent'.",
    ],
    ['session.revoke', [], '((a reason is required))'],
    ['session.revoke', [7], 'message must be string'],
    ['session.revoke', ['why', 'all'], 'options must be object'],
    ['session.revoke', ['why', { preserve: true }], 'options must NOT have additional properties'],
    ['session.revoke', ['why', { preserveRefreshTokens: 1 }], 'preserveRefreshTokens must be boolean'],
    ['refreshToken.revoke', [], '((a reason is required))'],
    ['refreshToken.revoke', ['x'.repeat(1025)], 'message must NOT have more than 1024 characters'],
    ['redirect.sendUserTo', ['not a url'], 'Invalid URL'],
  ])('%s(%j)', (path, args, message) => {
    expect(refusal(path, args)).toBe(message);
  });

  test('refuses what an online refresh token does not have', () => {
    const online = adminEvent((event) => {
      event.refresh_token = { id: 'rt_1', created_at: '2026-01-01T00:00:00.000Z', access: 'online' };
    });
    expect(refusal('refreshToken.setExpiresAt', [1e15], online)).toBe(
      'Cannot call setExpiresAt on an online refresh token.',
    );
    expect(refusal('refreshToken.evictMetadata', [], online)).toBe(
      'Cannot call evictMetadata on an online refresh token.',
    );
    expect(refusal('refreshToken.setMetadata', ['k', 'v'], online)).toBe(
      'Failed to set refresh token metadata: Cannot call setMetadata on an online refresh token.',
    );
    expect(refusal('refreshToken.revoke', ['why'], online)).toBeUndefined();
  });

  test('user metadata must be an object to be changed, in two texts', () => {
    const spoilt = adminEvent();
    Object.assign(spoilt.user, { app_metadata: [], user_metadata: 'x' });
    expect(refusal('user.setAppMetadata', ['k', 1], spoilt)).toBe(
      'Unexpected app_metadata format. Must be a valid JSON object',
    );
    expect(refusal('user.setUserMetadata', ['k', 1], spoilt)).toBe(
      'Unexpected user_metadata format. Must be a valid JSON object.',
    );
  });

  test('the primary user can be altered once', () => {
    const { api } = createApi(adminEvent());
    api.authentication.setPrimaryUser('auth0|other');
    expect(() => api.authentication.setPrimaryUser('auth0|third')).toThrow(
      'The primary user can only be altered once per transaction',
    );
  });
});

describe('scope changes of one Action', () => {
  test('add at most 1000, not counting those taken back', () => {
    const { api } = createApi(adminEvent());
    for (let index = 0; index < 1000; index += 1) api.accessToken.addScope(`s${index}`);
    expect(() => api.accessToken.addScope('more')).toThrow('The number of scopes exceeds the allowed maximum of 1000.');
    api.accessToken.removeScope('s0');
    expect(() => api.accessToken.addScope('more')).not.toThrow();
  });

  test('are at most 2000 in all', () => {
    const { api } = createApi(adminEvent());
    for (let index = 0; index < 2000; index += 1) api.accessToken.removeScope(`s${index}`);
    expect(() => api.accessToken.removeScope('more')).toThrow(
      'The value for the scope is of the wrong type or exceeds the size limit.',
    );
  });
});

test('a session that is an empty object stays one; another gets the cookie mode', () => {
  const empty = adminEvent();
  Object.assign(empty, { session: {} });
  createApi(empty).api.session.setCookieMode('persistent');
  expect(empty.session).toEqual({});
  const own = structuredClone(sessionEvent);
  createApi(own).api.session.setCookieMode('non-persistent');
  expect(own.session).toEqual({ id: 'ses_1', cookie: { mode: 'non-persistent' } });
});

test('multifactor.enable forwards the two options it knows', () => {
  const { api, commands } = createApi(adminEvent());
  api.multifactor.enable('any', { allowRememberBrowser: false, ...{ other: 1 } });
  expect(commands).toEqual([{ method: 'multifactor.enable', args: ['any', { allowRememberBrowser: false }] }]);
});
