import { describe, expect, test } from 'vitest';
import { cases, loginEvent, NOW_MS } from '#actions-testing';
import type { Event } from '../../../../library/contract.ts';
import type { RecordedRun } from '../../../../scripts/lib/trigger/local-tenant.ts';
import { replayOf } from '../../../../scripts/lib/trigger/replay.ts';

const run = (event: Event, more: Partial<RecordedRun> = {}): RecordedRun => ({
  name: 'an-action',
  codes: [],
  durationMs: 5,
  atMs: NOW_MS,
  event: { ...event, secrets: { OIN_CLIENT_IDS: '•••' } },
  ...more,
});

const replay = (runs: RecordedRun[], secretNames = ['OIN_CLIENT_IDS']) =>
  replayOf({ id: 'tx_1', outcome: 'finished', runs }, secretNames);

const at = (ms: number) => new Date(ms).toISOString();
const proven = (event: Event, type: string, ms: number): Event =>
  loginEvent(() => event, {
    authentication: { methods: [...(event.authentication?.methods ?? []), { name: 'mfa', type, timestamp: at(ms) }] },
  });

describe('a replay', () => {
  test('begins when the first Action began, with its event', () => {
    const { event, startedMs, answers } = replay([run(loginEvent(cases.plainMember))]);
    expect(event).toEqual(loginEvent(cases.plainMember));
    expect([startedMs, answers]).toEqual([NOW_MS - 5, []]);
  });

  test('answers what was proven between two Actions, after as long', () => {
    const first = loginEvent();
    const second = proven(first, 'email', NOW_MS + 20_000);
    const third = proven(second, 'otp', NOW_MS + 50_000);
    const { answers } = replay([run(first, { durationMs: 0 }), run(second), run(third)]);
    expect(answers).toEqual([
      { kind: 'challenge', factor: 'email', afterMs: 20_000 },
      { kind: 'challenge', factor: 'otp', afterMs: 30_000 },
    ]);
  });

  test('answers what was enrolled, whether or not the tenant lists that as a method', () => {
    const first = loginEvent(cases.enrolled());
    const enrolled = loginEvent(cases.enrolled('webauthn-platform'));
    const listed = proven(enrolled, 'webauthn-platform', NOW_MS + 20_000);
    for (const second of [enrolled, listed]) {
      expect(replay([run(first), run(second)]).answers).toEqual([{ kind: 'enroll', factor: 'webauthn-platform' }]);
    }
  });

  test.each([
    [['EC_GRANTED'], { OIN_CLIENT_IDS: loginEvent().client.client_id }, 'taken to be this login’s client;'],
    [['EC_CLIENT'], { OIN_CLIENT_IDS: 'another client' }, 'taken to be another client, as it says EC_CLIENT;'],
    [['EC_CONFIG'], {}, 'secret OIN_CLIENT_IDS is left out: the record says EC_CONFIG'],
  ])('of a login that said %j has the secret that fits', (codes, secrets, note) => {
    const { event, notes } = replay([run(loginEvent(), { codes })]);
    expect(event.secrets).toEqual(secrets);
    expect(notes).toEqual([expect.stringContaining(note)]);
  });

  test('has no masked value of another secret, and says how to give one', () => {
    const { event, notes } = replay([run(loginEvent())], ['DOMAINS_API_TOKEN']);
    expect(event.secrets).toEqual({});
    expect(notes).toEqual([
      'secret DOMAINS_API_TOKEN is masked in the record and left out; --override secrets.DOMAINS_API_TOKEN=…',
    ]);
  });
});
