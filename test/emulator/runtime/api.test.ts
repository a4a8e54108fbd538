import { expect, test } from 'vitest';
import { createApi } from '../../../emulator/runtime/api.ts';
import { adminEvent } from '../../support/events.ts';

const event = adminEvent();

test('a claim is recorded as it was when set', () => {
  const { api, commands } = createApi(event);
  const value = { list: ['a'] };
  api.accessToken.setCustomClaim('c', value);
  value.list.push('b');
  expect(commands).toEqual([{ method: 'accessToken.setCustomClaim', args: ['c', { list: ['a'] }] }]);
});

test('methods that Auth0 lets chain return api, the others nothing', () => {
  const { api, commands } = createApi(event);
  expect(api.access.deny('no').idToken.setCustomClaim('a', 1).accessToken.setCustomClaim('b', 2)).toBe(api);
  expect(api.user.setAppMetadata('a', 1).user.setUserMetadata('b', 2).multifactor.enable('none')).toBe(api);
  expect(api.redirect.sendUserTo('https://proof.example/').validation.error('code', 'message')).toBe(api);
  expect(api.accessToken.addScope('read')).toBeUndefined();
  expect(commands).toHaveLength(9);
});

test('no rule ever ran', () => {
  expect(createApi(event).api.rules.wasExecuted('rul_1')).toBe(false);
});
