import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { MASK, maskFor } from '../../../emulator/inspector/mask.ts';
import { type ActionRecord, createState } from '../../../emulator/state.ts';

const NOW = '2026-01-02T03:04:05.000Z';
const secret = (name: string, value: string) => ({ name, value, updated_at: NOW });

function tenant() {
  const state = createState({ domain: 'tenant.test' });
  const version = { id: 'v1', action_id: 'a1', number: 1, code: '', runtime: 'node22', dependencies: [] };
  const times = { created_at: NOW, updated_at: NOW };
  const action: ActionRecord = {
    ...{ id: 'a1', name: 'one', code: '', runtime: 'node22', dependencies: [], supported_triggers: [], ...times },
    secrets: [secret('API_KEY', 'canary-draft'), secret('OIN_CLIENT_IDS', 'client-1, client-2'), secret('FLAG', 'on')],
    versions: [
      { ...version, secrets: [secret('API_KEY', 'canary-old')], supported_triggers: [], built_at: NOW, ...times },
    ],
    builtAtMs: 0,
  };
  state.actions.push(action);
  for (const n of [1, 2]) {
    const client_secret = `canary-client-${n}`;
    state.clients.push({ client_id: `client-${n}`, name: `Client ${n}`, is_first_party: true, client_secret });
  }
  state.authenticationMethods.push({
    ...{ id: 'm1', user_id: 'u1', type: 'totp', confirmed: true, created_at: NOW },
    totp_secret: 'CANARYTOTPSECRET',
  });
  state.enrollmentTickets.push({
    ...{ ticket_id: 'canary-ticket', user_id: 'u1', allow_multiple_enrollments: false, expires_at: NOW },
    totp_secret: 'CANARYPENDINGKEY',
  });
  const invited = { inviter: { name: 'Ada' }, invitee: { email: 'a@b.test' }, app_metadata: {}, user_metadata: {} };
  state.invitations.push({
    ...{ id: 'i', organization_id: 'o', client_id: 'client-1', ...invited, created_at: NOW, expires_at: NOW },
    ...{ ticket_id: 'canary-invitation', invitation_url: 'https://app.test/?invitation=canary-invitation' },
  });
  state.mails.push({ id: 'm', to: 'ada@acme.com', subject: 'Code', code: '918273', text: '918273', sent_at: NOW });
  return state;
}

describe('by value, wherever it stands', () => {
  test.each([
    ['an Action’s draft secret', 'canary-draft'],
    ['a secret of an older version', 'canary-old'],
    ['a client secret', 'canary-client-2'],
    ['the key of an authenticator app', 'CANARYTOTPSECRET'],
    ['an enrolment ticket', 'canary-ticket'],
    ['a key that is not confirmed', 'CANARYPENDINGKEY'],
    ['the ticket of an invitation', 'canary-invitation'],
    ['an emailed code', '918273'],
  ])('%s', (_, value) => {
    const shown = { logs: `got ${value}!`, args: [{ deep: [value] }], [`key ${value}`]: 1 };
    expect(maskFor(tenant())(shown)).toEqual({
      logs: `got ${MASK}!`,
      args: [{ deep: [MASK] }],
      [`key ${MASK}`]: 1,
    });
  });

  test('what only this run knew', () => {
    expect(maskFor(tenant(), ['canary-run'])(['a canary-run b'])).toEqual([`a ${MASK} b`]);
  });

  test.each([
    ['in JSON', JSON.stringify({ word: 'a "canary"\nof two lines' })],
    ['in an address', `https://x.example/?w=${encodeURIComponent('a "canary"\nof two lines')}`],
    ['as console.log prints an object', inspect({ word: 'a "canary"\nof two lines' }, { breakLength: 10 })],
  ])('however it is spelt: %s', (_, shown) => {
    const masked = maskFor(tenant(), ['a "canary"\nof two lines'])(shown);
    expect(masked).toContain(MASK);
    expect(masked).not.toMatch(/canary|of two/);
  });

  test('the longer of two, where one is part of the other', () => {
    const mask = maskFor(tenant(), ['canary', 'canary-longer']);
    expect(mask('canary-longer')).toBe(MASK);
  });

  test('but not client ids, which are public, nor what is too short to be told from a word', () => {
    const shown = { client_id: 'client-1', ids: 'client-1, client-2', path: '/api/v2/clients/client-2', word: 'one' };
    expect(maskFor(tenant())(shown)).toEqual(shown);
  });
});

test('by field, whatever the value is', () => {
  const mask = maskFor(tenant());
  expect(
    mask({ query: { state: 'abc', scope: 'openid' }, password: 'x', code: 12, Authorization: 'Bearer y' }),
  ).toEqual({
    query: { state: MASK, scope: 'openid' },
    password: MASK,
    code: MASK,
    Authorization: MASK,
  });
  expect(mask({ secrets: { FLAG: 'on', OIN_CLIENT_IDS: 'client-1' } })).toEqual({
    secrets: { FLAG: MASK, OIN_CLIENT_IDS: MASK },
  });
});

test('by shape: tokens, private keys, and what an address carries', () => {
  const mask = maskFor(tenant());
  expect(mask('token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl here')).toBe(`token ${MASK} here`);
  expect(mask('-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----\n')).toBe(`${MASK}\n`);
  expect(mask('https://app.example/cb?code=abc&x=1&state=def#access_token=ghi')).toBe(
    `https://app.example/cb?code=${MASK}&x=1&state=${MASK}#access_token=${MASK}`,
  );
});
