import { expect, test } from 'vitest';
import { askOracle } from './ask-oracle.ts';
import type { Effects } from './effects.ts';
import { observe, observing } from './observe.ts';
import { ACTION_NAMES, source } from './subjects.ts';
import { effectsOf, eventOf, mistakesOf, VECTOR_CASES } from './vectors.ts';

observing();

test('there are at least 250 vectors, each with a name of its own', () => {
  const vectors = new Set(VECTOR_CASES.map(({ vector }) => vector));
  expect(vectors.size).toBeGreaterThanOrEqual(250);
  expect(new Set([...vectors].map(({ id }) => id)).size).toBe(vectors.size);
});

test.each([
  [{ id: 'a', denied: ['EC_CLIENT'], sets: {} }, 'sets'],
  [{ id: 'a', denied: [] }, 'denied'],
  [{ id: 'a', denied: 'EC_CLIENT' }, 'denied'],
  [{ id: 'a', granted: ['sso', 'admin'] }, 'granted'],
  [{ id: 'a', goesOn: false }, 'goesOn'],
  [{ id: 'a', set: { 'clients.client_id': 'x' }, goesOn: true }, 'clients.client_id'],
  [{ id: 'a', unset: ['usr.email'], goesOn: true }, 'usr.email'],
  [{ id: 'a' }, '0 outcomes'],
  [{ id: 'a', goesOn: true, ignored: true }, '2 outcomes'],
])('a vector that would test nothing is refused: %j', (vector, mistake) => {
  expect(mistakesOf(vector)).toEqual([mistake]);
});

// In one test each, since the mutation run repeats them often; built.test.ts has them by name.
test.each(ACTION_NAMES)('%s: source and oracle do what every vector says', async (action) => {
  const cases = VECTOR_CASES.filter((one) => one.action === action && one.vector.variant === undefined);
  const said: Record<string, Effects> = {};
  const done: Record<string, Effects> = {};
  const asked: Record<string, Effects> = {};
  for (const { id, vector } of cases) {
    const event = eventOf(vector, action);
    said[id] = effectsOf(vector, action);
    done[id] = (await observe(source[action], event)).effects;
    asked[id] = askOracle[action](event);
  }
  expect(done).toEqual(said);
  expect(asked).toEqual(said);
});
