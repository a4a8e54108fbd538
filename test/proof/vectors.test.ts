import { beforeAll, describe, expect, test } from 'vitest';
import { askOracle } from './ask-oracle.ts';
import { observe, observing } from './observe.ts';
import { ACTION_NAMES, type ActionName, built, type Subject, source } from './subjects.ts';
import { builtVariant, type VariantName } from './variants.ts';
import { effectsOf, eventOf, readVectors, type VectorFile } from './vectors.ts';

observing();

const FILES = ['audience.json', 'decision.json', 'step-up.json', 'grant.json', 'domains.json'].map(readVectors);

const ACTIONS_OF: Record<VectorFile['action'], readonly ActionName[]> = {
  decision: ['step-up', 'grant'],
  all: ACTION_NAMES,
  'step-up': ['step-up'],
  grant: ['grant'],
  domains: ['domains'],
};

const CASES = FILES.flatMap(({ action: of, vectors }) =>
  vectors.flatMap((vector) => ACTIONS_OF[of].map((action) => ({ action, vector, id: vector.id }))),
);
const shipped = CASES.filter(({ vector }) => vector.variant === undefined);
const SUBJECTS = new Map<VariantName | 'shipped', Subject>();

beforeAll(async () => {
  SUBJECTS.set('shipped', await built());
  const variants = new Set(CASES.flatMap(({ vector }) => vector.variant ?? []));
  for (const variant of variants) SUBJECTS.set(variant, await builtVariant(variant));
});

test('there are at least 250, each with a name of its own', () => {
  const ids = FILES.flatMap(({ vectors }) => vectors.map(({ id }) => id));
  expect(ids.length).toBeGreaterThanOrEqual(250);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('the built bundle', () => {
  test.each(CASES)('$action: $id', async ({ action, vector }) => {
    const subject = SUBJECTS.get(vector.variant ?? 'shipped');
    if (subject === undefined) throw new Error(`no variant ${vector.variant}`);
    const { effects, logs } = await observe(subject[action], eventOf(vector, action));
    expect(effects).toEqual(effectsOf(vector, action));
    expect(logs).toHaveLength(vector.ignored ? 0 : 1);
  });
});

describe('the source', () => {
  test.each(shipped)('$action: $id', async ({ action, vector }) => {
    const { effects } = await observe(source[action], eventOf(vector, action));
    expect(effects).toEqual(effectsOf(vector, action));
  });
});

describe('the oracle', () => {
  test.each(shipped)('$action: $id', ({ action, vector }) => {
    expect(askOracle[action](eventOf(vector, action))).toEqual(effectsOf(vector, action));
  });
});
