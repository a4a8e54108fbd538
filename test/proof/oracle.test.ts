import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { own } from '../../library/read.ts';
import { config } from '../fixture/project/actions/config.ts';
import { grantedEvent } from '../support/events.ts';
import { askOracle } from './ask-oracle.ts';
import { observe, observing } from './observe.ts';
import { canJudge, DOMAIN_ENTRIES } from './oracle-domains.ts';
import { override } from './overrides.ts';
import { anyEvent, changes } from './random-events.ts';
import { prove, RUNS } from './runs.ts';
import { ACTION_NAMES, source } from './subjects.ts';

observing();

/** Compares those random logins that the oracle's table of domains can judge. */
function agreeWhereJudged(event: object): Promise<void> {
  fc.pre(canJudge(own(own(event, 'organization'), 'metadata')));
  return agree(event);
}

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
    await prove(context, RUNS.oracle, changes, (edits) => agreeWhereJudged(override(grantedEvent(), edits)));
  });

  test('in logins that nearly succeed, where other factors are accepted before an enrolment', async (context) => {
    const setting = config.stepUp.whenOnlyOtherFactors;
    config.stepUp.whenOnlyOtherFactors = { challengeThenEnroll: ['push-notification', 'voice', 'sms'] };
    const others = changes.map((edits) => ({ 'user.enrolledFactors': [{ type: 'phone' }], ...edits }));
    try {
      await prove(context, RUNS.property * 3, others, (edits) => agreeWhereJudged(override(grantedEvent(), edits)));
    } finally {
      config.stepUp.whenOnlyOtherFactors = setting;
    }
  });

  test('in logins that nearly succeed, of somebody without a factor', async (context) => {
    const none = changes.map((edits) => ({ 'user.enrolledFactors': [], ...edits }));
    await prove(context, RUNS.property * 3, none, (edits) => agreeWhereJudged(override(grantedEvent(), edits)));
  });

  test('in events of any JSON', async (context) => {
    await prove(context, RUNS.property, anyEvent, agreeWhereJudged);
  });

  test('a random text that happens to be a domain is left to the other proofs', () => {
    expect(canJudge({ domains: 'acme.com, no domain', domains_2: '0.AL' })).toBe(false);
    expect(canJudge({ domains: 'acme.com, no domain', domains_2: 7 })).toBe(true);
  });

  test.each(DOMAIN_ENTRIES)('with the domain $entry', async ({ entry }) => {
    const domains = JSON.stringify([entry]);
    await agree(override(grantedEvent(), { 'organization.metadata': { domains } }));
  });
});
