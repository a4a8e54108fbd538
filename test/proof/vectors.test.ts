import { describe, expect, test } from 'vitest';
import { askOracle } from './ask-oracle.ts';
import { observe, observing } from './observe.ts';
import { source } from './subjects.ts';
import { effectsOf, eventOf, VECTOR_CASES } from './vectors.ts';

observing();

const SHIPPED = VECTOR_CASES.filter(({ vector }) => vector.variant === undefined);

test('there are at least 250 vectors, each with a name of its own', () => {
  const vectors = new Set(VECTOR_CASES.map(({ vector }) => vector));
  expect(vectors.size).toBeGreaterThanOrEqual(250);
  expect(new Set([...vectors].map(({ id }) => id)).size).toBe(vectors.size);
});

describe('the source', () => {
  test.each(SHIPPED)('$action: $id', async ({ action, vector }) => {
    const { effects, logs } = await observe(source[action], eventOf(vector, action));
    expect(effects).toEqual(effectsOf(vector, action));
    expect(logs).toHaveLength(vector.ignored ? 0 : 1);
  });
});

describe('the oracle', () => {
  test.each(SHIPPED)('$action: $id', ({ action, vector }) => {
    expect(askOracle[action](eventOf(vector, action))).toEqual(effectsOf(vector, action));
  });
});
