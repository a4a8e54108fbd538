import { expect, test } from 'vitest';
import { meaningOf } from '../../../../scripts/lib/logs/event-types.ts';
import { toLogEvent } from '../../../../scripts/lib/logs/log-event.ts';
import { isWanted, toUsageEvent, type UsageFilter } from '../../../../scripts/lib/logs/usage.ts';

const meaning = (json: object) => {
  const { step, outcome } = meaningOf(toLogEvent(json));
  return `${step}: ${outcome}`;
};

test.each([
  [{ type: 's' }, 'login: ok'],
  [{ type: 'f', description: 'Access denied (EC_NOT_AUTHORIZED)' }, 'login: failed'],
  [{ type: 'f', description: 'Access denied (EC_MFA_STALE)' }, 'second factor: failed'],
  [{ type: 'f', description: 'User did not authorize the request' }, 'consent: failed'],
  [{ type: 'fsa', details: { error: { oauthError: 'consent_required' } } }, 'consent: failed'],
  [{ type: 'fp' }, 'login: failed'],
  [{ type: 'mfar' }, 'second factor: asked'],
  [{ type: 'gd_auth_succeed' }, 'second factor: ok'],
  [{ type: 'gd_auth_failed' }, 'second factor: failed'],
  [{ type: 'seacft' }, 'token: ok'],
  [{ type: 'feacft' }, 'token: failed'],
  [{ type: 'sapi', description: 'Create a connection' }, 'configure: ok'],
  [{ type: 'fapi', details: { request: { path: '/api/v2/connections' } } }, 'configure: failed'],
  [{ type: 'sapi', details: { request: { path: '/api/v2/connections/con_1/scim-configuration' } } }, 'SCIM: ok'],
  [{ type: 'sscim' }, 'SCIM: ok'],
  [{ type: 'universal_logout_failed' }, 'logout: failed'],
  [{ type: 'actions_execution_failed' }, 'Action: failed'],
  [{ type: 'express_configuration_succeeded' }, 'other: ok'],
  [{ type: 'express_configuration_failed' }, 'other: failed'],
  [{ type: 'xyz' }, 'other: unknown'],
  [{}, 'other: unknown'],
])('%j is %s', (json, expected) => {
  expect(meaning(json)).toBe(expected);
});

test('what Auth0 sends otherwise than documented is absent, not an error', () => {
  const odd = {
    log_id: 7,
    _id: '900',
    date: { $date: 1 },
    type: null,
    client_id: ['x'],
    details: 'none',
    description: '',
  };
  expect(toLogEvent(odd)).toEqual({ logId: '900', type: '' });
  for (const json of [null, 'text', 3, []]) expect(toLogEvent(json)).toEqual({ logId: '', type: '' });
});

const event = toLogEvent({
  log_id: '901',
  date: '2026-11-26T10:00:00.000Z',
  type: 'f',
  description: 'ada@acme.com: Access denied (EC_UNVERIFIED_EMAIL)',
  client_id: 'oin',
  user_id: 'auth0|1',
  user_name: 'ada@acme.com',
  organization_id: 'org_1',
  organization_name: 'acme',
  ip: '192.0.2.1',
  details: { error: { oauthError: 'access_denied' }, request: { path: '/authorize' } },
});

test('a usage has ids and the code, and neither names nor addresses unless they are asked for', () => {
  const usage = {
    logId: '901',
    date: '2026-11-26T10:00:00.000Z',
    type: 'f',
    step: 'login',
    outcome: 'failed',
    code: 'EC_UNVERIFIED_EMAIL',
    description: '(address): Access denied (EC_UNVERIFIED_EMAIL)',
    clientId: 'oin',
    organizationId: 'org_1',
    organizationName: 'acme',
    userId: 'auth0|1',
  };
  expect(toUsageEvent(event, { names: false, mayRepeat: false })).toEqual(usage);
  expect(toUsageEvent(event, { names: true, mayRepeat: true })).toEqual({
    ...usage,
    description: 'ada@acme.com: Access denied (EC_UNVERIFIED_EMAIL)',
    userName: 'ada@acme.com',
    mayRepeat: true,
  });
});

test('events of other clients, other organizations, before the time, and successes are left out', () => {
  const filter: UsageFilter = { clientIds: ['oin'], failedOnly: false };
  const at = Date.parse('2026-11-26T10:00:00Z');
  expect(isWanted(event, filter)).toBe(true);
  expect(isWanted(event, { ...filter, clientIds: ['OIN'] })).toBe(false);
  expect(isWanted(event, { ...filter, organizationId: 'org_1' })).toBe(true);
  expect(isWanted(event, { ...filter, organizationId: 'org_2' })).toBe(false);
  expect(isWanted(event, { ...filter, sinceMs: at })).toBe(true);
  expect(isWanted(event, { ...filter, sinceMs: at + 1 })).toBe(false);
  expect(isWanted({ ...event, type: 's' }, { ...filter, failedOnly: true })).toBe(false);
  expect(isWanted({ ...event, type: 'xyz' }, { ...filter, failedOnly: true })).toBe(true);
  const { clientId: _client, ...ofNobody } = event;
  expect(isWanted(ofNobody, filter)).toBe(false);
});
