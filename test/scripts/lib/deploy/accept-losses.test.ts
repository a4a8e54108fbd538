import { expect, test } from 'vitest';
import { confirmLosses, type LossOptions, unacceptedLosses } from '../../../../scripts/lib/deploy/accept-losses.ts';
import { countLosses, withLosses } from '../../../../scripts/lib/plan/losses.ts';
import type { Plan, PlanEntry } from '../../../../scripts/lib/plan/plan.ts';

const entries: PlanEntry[] = [
  {
    section: 'clients',
    name: 'One',
    change: 'changed',
    tenantWide: false,
    where: { file: 'tenant/tenant.yaml', line: 3 },
    fields: [
      { field: 'callbacks', old: ['a', 'b'], new: [] },
      { field: 'organization_usage', old: 'require', new: 'allow' },
      { field: 'description', old: 'a', new: 'b' },
    ],
  },
].map((entry) => withLosses({ ...entry, change: 'changed' }));

const plan: Plan = {
  environment: 'production',
  domain: 'acme.auth0.com',
  entries,
  otherApplications: [],
  newApplications: [],
  notes: [],
  ...countLosses(entries),
  stateHash: '0',
};

const codes = (options: LossOptions) => unacceptedLosses(plan, options).map(({ code }) => code);

test('removals and loosening are refused, each with its place and its flag', () => {
  expect(unacceptedLosses(plan, {})).toEqual([
    {
      code: 'REMOVALS',
      expected: '--accept-removals, since the change takes away what the tenant has',
      found: 'clients "One" (callbacks)',
      where: { file: 'tenant/tenant.yaml', line: 3 },
      fix: 'Run npm run plan, see whether anybody still needs what is removed, and add --accept-removals.',
    },
    expect.objectContaining({ code: 'LOOSENING', found: 'clients "One" (organization_usage)' }),
  ]);
});

test('one flag does not accept the other kind', () => {
  expect(codes({ acceptRemovals: true })).toEqual(['LOOSENING']);
  expect(codes({ acceptLoosening: true })).toEqual(['REMOVALS']);
  expect(codes({ acceptRemovals: true, acceptLoosening: true })).toEqual([]);
});

test.each([
  ['a yes to both', [true, true], []],
  ['a yes to the first alone', [true, false], ['LOOSENING']],
  ['a no to both', [false, false], ['REMOVALS', 'LOOSENING']],
  ['nobody to ask', [undefined, undefined], ['REMOVALS', 'LOOSENING']],
])('each is a question of its own: %s', async (_what, answers, refused) => {
  const asked: string[] = [];
  const failed = await confirmLosses(plan, {
    confirmLoss: async (question) => {
      asked.push(question);
      return answers[asked.length - 1];
    },
  });
  expect(asked).toEqual([
    'Remove from acme.auth0.com: clients "One" (callbacks)?',
    'Loosen on acme.auth0.com: clients "One" (organization_usage)?',
  ]);
  expect(failed?.failures.map(({ code }) => code) ?? []).toEqual(refused);
});

test('what a flag accepts is not asked about', async () => {
  const asked: string[] = [];
  const accepted = { acceptRemovals: true, acceptLoosening: true };
  const confirmLoss = async (question: string) => asked.push(question) > 0;
  expect(await confirmLosses(plan, { ...accepted, confirmLoss })).toBeUndefined();
  expect(asked).toEqual([]);
});
