import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Decision, decide } from '../../library/decision.ts';
import { organizationAdmin } from '../../library/organization-admin.ts';
import { adminFlag, all, any, type ForbidRule, not, type Rule, role, unverifiedEmail } from '../../library/rules.ts';
import { grantedEvent, NOW_MS } from '../support/events.ts';
import { override } from './overrides.ts';
import { changes } from './random-events.ts';
import { prove, RUNS } from './runs.ts';

const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule; simple: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 2 },
    tie('simple'),
    tie('rule').map(not),
    fc.tuple(tie('rule'), tie('rule')).map(([a, b]) => all(a, b)),
    fc.tuple(tie('rule'), tie('rule')).map(([a, b]) => any(a, b)),
  ),
  simple: fc.constantFrom<Rule>(
    organizationAdmin(),
    adminFlag(),
    role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso', 'scim']),
    role(['EXPRESS_CONFIGURE_ADMIN_ROLE', 'support'], ['scim']),
    (event) => event.connection?.strategy === 'okta',
    () => ['sso'],
    () => true,
    () => [],
  ),
})).rule;

const forbidRule: fc.Arbitrary<ForbidRule> = fc.oneof(
  fc.constant(unverifiedEmail({ exceptStrategies: ['okta'], exceptConnections: [] })),
  rule,
  fc.tuple(fc.constantFrom('EC_TEAM_A', 'EC_TEAM_B'), rule).map(([code, when]): ForbidRule => ({ code, when })),
);

const policy = fc.record({
  forbid: fc.array(forbidRule, { maxLength: 2 }),
  permit: fc.array(rule, { maxLength: 3 }),
});
const settings = fc.record({ whenNoScopeRequested: fc.constantFrom('permitted' as const, 'deny' as const) });
const login = changes.map((edits) => override(grantedEvent(), edits));

const isNoMoreThan = (less: Decision, more: Decision): void => {
  expect(more.granted).toEqual(expect.arrayContaining(less.granted));
  if (more.denied.length > 0) expect(less.denied).not.toEqual([]);
};

test('P4 one more forbid or one permit less never grants more', async (context) => {
  const given = fc.tuple(login, policy, settings, forbidRule, fc.nat(2));
  await prove(context, RUNS.property, given, ([event, { forbid, permit }, setting, added, taken]) => {
    const login: ReturnType<typeof grantedEvent> = JSON.parse(JSON.stringify(event));
    const decided = decide(login, { forbid, permit }, setting, NOW_MS);
    isNoMoreThan(decide(login, { forbid: [...forbid, added], permit }, setting, NOW_MS), decided);
    isNoMoreThan(decide(login, { forbid, permit: permit.toSpliced(taken, 1) }, setting, NOW_MS), decided);
  });
});

test('P5 the order of the rules makes no difference', async (context) => {
  const shuffled = policy.chain(({ forbid, permit }) =>
    fc.tuple(
      fc.constant({ forbid, permit }),
      fc.record({
        forbid: fc.shuffledSubarray(forbid, { minLength: forbid.length }),
        permit: fc.shuffledSubarray(permit, { minLength: permit.length }),
      }),
    ),
  );
  await prove(context, RUNS.property, fc.tuple(login, shuffled, settings), ([event, [one, other], setting]) => {
    const login: ReturnType<typeof grantedEvent> = JSON.parse(JSON.stringify(event));
    expect(decide(login, other, setting, NOW_MS)).toEqual(decide(login, one, setting, NOW_MS));
  });
});
