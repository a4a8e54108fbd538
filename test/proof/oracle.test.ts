import { describe, expect, test } from 'vitest';
import { grantedEvent } from '../support/events.ts';
import { askOracle } from './ask-oracle.ts';
import { observe, observing } from './observe.ts';
import { DOMAIN_ENTRIES } from './oracle-domains.ts';
import { override } from './overrides.ts';
import { anyEvent, changes } from './random-events.ts';
import { prove, RUNS } from './runs.ts';
import { ACTION_NAMES, source } from './subjects.ts';

observing();

async function agree(event: object): Promise<void> {
  for (const action of ACTION_NAMES) {
    const { effects } = await observe(source[action], event);
    const expected = askOracle[action](event);
    if (JSON.stringify(effects) !== JSON.stringify(expected)) {
      expect({ action, ...effects }).toEqual({ action, ...expected });
    }
  }
}

describe('the Actions do what the design says', () => {
  test('in logins that nearly succeed', async (context) => {
    await prove(context, RUNS.oracle, changes, (edits) => agree(override(grantedEvent(), edits)));
  });

  test('in events of any JSON', async (context) => {
    await prove(context, RUNS.property, anyEvent, agree);
  });

  test.each(DOMAIN_ENTRIES)('with the domain $entry', async ({ entry }) => {
    const domains = JSON.stringify([entry]);
    await agree(override(grantedEvent(), { 'organization.metadata': { domains } }));
  });
});
