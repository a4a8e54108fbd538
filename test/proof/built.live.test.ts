import { beforeAll, describe, expect, test } from 'vitest';
import { grantedEvent } from '../support/events.ts';
import { built } from './built.ts';
import { observe, observing } from './observe.ts';
import { override } from './overrides.ts';
import { changes } from './random-events.ts';
import { prove, RUNS } from './runs.ts';
import { ACTION_NAMES, type Subject, source } from './subjects.ts';
import { builtVariant, type VariantName } from './variants.ts';
import { effectsOf, eventOf, VECTOR_CASES } from './vectors.ts';

observing();

let shipped: Subject;
const variants = new Map<VariantName | undefined, Subject>();

beforeAll(async () => {
  shipped = await built();
  for (const variant of new Set(VECTOR_CASES.flatMap(({ vector }) => vector.variant ?? []))) {
    variants.set(variant, await builtVariant(variant));
  }
});

describe('the built bundle', () => {
  test.each(VECTOR_CASES)('$action: $id', async ({ action, vector }) => {
    const subject = variants.get(vector.variant) ?? shipped;
    const { effects, logs } = await observe(subject[action], eventOf(vector, action));
    expect(effects).toEqual(effectsOf(vector, action));
    expect(logs).toHaveLength(vector.ignored ? 0 : 1);
  });

  test('does what its source does', async (context) => {
    await prove(context, RUNS.property, changes, async (edits) => {
      const event = override(grantedEvent(), edits);
      for (const action of ACTION_NAMES) {
        expect(await observe(shipped[action], event)).toEqual(await observe(source[action], event));
      }
    });
  });
});
