/** Rotation as a whole: whatever is exchanged in which order, no token counts twice, and reuse ends the family. */
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { findToken, isReused, issueFamily, revoke, rotate } from '../../../../emulator/login/refresh/families.ts';
import { type ClientRecord, createState, isoNow } from '../../../../emulator/state.ts';

const LEEWAY_SECONDS = 10;

const client = (leeway: number): ClientRecord => ({
  client_id: 'shop',
  name: 'Shop',
  is_first_party: true,
  refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway },
});

test('a token is exchanged once, the previous one again within the leeway, and any other reuse ends the family', () => {
  const step = record({ token: integer({ min: 0, max: 30 }), seconds: constantFrom(0, 1, LEEWAY_SECONDS) });
  const run = property(array(step, { maxLength: 30 }), constantFrom(0, LEEWAY_SECONDS), (steps, leeway) => {
    let nowMs = 1_000_000;
    const state = createState({ domain: 'localhost', clock: () => nowMs });
    const owner = client(leeway);
    const device = { initial_ip: '', initial_user_agent: '', last_ip: '', last_user_agent: '' };
    const family = {
      ...{ id: 'rt_1', client_id: 'shop', user_id: 'auth0|1', session_id: 's', scope: [], methods: [] },
      ...{ grant_id: 'g', rotating: true, created_at: isoNow(state), device, refresh_token_metadata: {} },
    };
    const issued = [issueFamily(state, family)];
    const usedAtMs = new Map<string, number>();
    const parent = new Map<string, string>();
    let isOver = false;
    for (const { token: index, seconds } of steps) {
      nowMs += seconds * 1000;
      const token = issued[index % issued.length] ?? '';
      const presented = findToken(state, token);
      expect(presented === undefined).toBe(isOver);
      if (presented === undefined) continue;
      const used = usedAtMs.get(token);
      const isSuperseded = issued.some((child) => parent.get(child) === token && usedAtMs.has(child));
      const mayBe = used === undefined || (nowMs - used < leeway * 1000 && !isSuperseded);
      expect(isReused(presented, owner, nowMs)).toBe(!mayBe);
      if (!mayBe) {
        revoke(state, (row) => row === presented.family);
        isOver = true;
        continue;
      }
      const next = rotate(state, presented, owner) ?? '';
      expect(issued).not.toContain(next);
      usedAtMs.set(token, used ?? nowMs);
      parent.set(next, token);
      issued.push(next);
    }
    const kept = JSON.stringify(state.refreshTokens);
    for (const token of issued) expect(kept).not.toContain(token);
  });
  assert(run, { numRuns: 300 });
});
