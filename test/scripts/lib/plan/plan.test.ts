import { describe, expect, test } from 'vitest';
import { codeField } from '../../../../scripts/lib/plan/code-diff.ts';
import type { PlanEntry, PlanField } from '../../../../scripts/lib/plan/plan.ts';
import { redact } from '../../../../scripts/lib/plan/redact.ts';
import { type SavedPlan, stalePlan, stateHash } from '../../../../scripts/lib/plan/state-hash.ts';

const entry = (fields: PlanField[], more: Partial<PlanEntry> = {}): PlanEntry => ({
  section: 'clients',
  name: 'App',
  change: 'changed',
  tenantWide: false,
  ...more,
  fields,
});

function saved(entries: PlanEntry[], more: Partial<SavedPlan> = {}): SavedPlan {
  const planned = { environment: 'local', domain: 'acme.auth0.com', entries, otherApplications: [], ...more };
  return { ...planned, stateHash: stateHash(planned) };
}

const callbacks = (old: unknown) => entry([{ field: 'callbacks', old, new: ['https://a.example'] }]);

describe('the state hash', () => {
  test('does not depend on the order of keys', () => {
    expect(saved([callbacks({ a: 1, b: { c: 2, d: 3 } })]).stateHash).toBe(
      saved([callbacks({ b: { d: 3, c: 2 }, a: 1 })]).stateHash,
    );
  });

  test('depends on the order of a list, on the tenant and on the environment', () => {
    const [first, ...others] = [
      saved([callbacks(['b', 'c'])]),
      saved([callbacks(['c', 'b'])]),
      saved([callbacks(['b', 'c'])], { domain: 'other.auth0.com' }),
      saved([callbacks(['b', 'c'])], { environment: 'production' }),
    ].map((plan) => plan.stateHash);
    expect(others).not.toContain(first);
    expect(new Set(others).size).toBe(3);
  });

  test('is the same after a plan has been kept as JSON', () => {
    const plan = saved([callbacks(undefined)]);
    expect(stalePlan(JSON.parse(JSON.stringify(plan)), plan)).toBeUndefined();
  });
});

describe('a plan that was kept', () => {
  test('is stale when the value it replaces is another', () => {
    expect(stalePlan(saved([callbacks(['b'])]), saved([callbacks(['c'])]))).toMatchObject({
      code: 'PLAN_STALE',
      found: 'a change in clients "App"',
    });
  });

  test('is stale when there is more to do', () => {
    const more = entry([], { name: 'New', change: 'created' });
    expect(stalePlan(saved([]), saved([more]))?.found).toBe('a change in clients "New"');
  });

  test('holds though something unmanaged came', () => {
    const foreign = entry([], { name: 'Foreign', change: 'unmanaged' });
    expect(stalePlan(saved([callbacks([])]), saved([callbacks([]), foreign]))).toBeUndefined();
  });

  describe('with a tenant-wide change', () => {
    const wide = (otherApplications: string[], more: Partial<PlanEntry> = {}) =>
      saved([entry([], { section: 'tenant', name: 'settings', tenantWide: true, ...more })], { otherApplications });

    test.each([
      ['one that it did not name', ['Shop'], ['Shop', 'Forum'], 'more: Forum'],
      ['a second of one name', ['Shop'], ['Shop', 'Shop'], 'more: Shop'],
      ['one, where it named none', [], ['Shop'], 'more: Shop'],
    ])('is stale when it would reach %s', (_what, before, after, found) => {
      expect(stalePlan(wide(before), wide(after))).toMatchObject({ code: 'PLAN_STALE', found });
      expect(stalePlan(wide(before, { change: 'unread' }), wide(after, { change: 'unread' }))).toMatchObject({ found });
    });

    test('holds when it reaches fewer, or when nothing tenant-wide is written', () => {
      expect(stalePlan(wide(['Shop', 'Forum']), wide(['Forum']))).toBeUndefined();
      expect(stalePlan(wide([], { change: 'unchanged' }), wide(['Shop'], { change: 'unchanged' }))).toBeUndefined();
      expect(
        stalePlan(saved([callbacks([])]), saved([callbacks([])], { otherApplications: ['Shop'] })),
      ).toBeUndefined();
    });
  });

  test('is of one tenant', () => {
    const other = saved([], { domain: 'other.auth0.com' });
    expect(stalePlan(other, saved([]))).toMatchObject({
      expected: 'a plan for environment "local" on acme.auth0.com',
      found: 'one for "local" on other.auth0.com',
    });
  });

  test('that was edited by hand is stale', () => {
    const plan = saved([callbacks(['b'])]);
    const edited = { ...plan, entries: [] };
    expect(stalePlan(edited, plan)?.code).toBe('PLAN_STALE');
  });
});

test('code is told by hash and by the lines that change, with three around them', () => {
  const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((line) => `${line}\n`);
  const next = lines.with(4, 'E\n');
  expect(codeField({ field: 'code', old: lines.join(''), new: next.join('') })).toEqual({
    field: 'code',
    old: 'sha256 801bbadc133e6570b3f6912d110aed3053a9fc9fde26c8f6803423e8efb3c9d3',
    new: 'sha256 548e5208460fb9ff6e257a8ae1221c307f2ecfcd0e187b9b43b5b51065927910',
    diff: '@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
  });
});

describe('what is shown', () => {
  test('holds no known secret, however deep', () => {
    expect(redact({ a: ['x s3cret-value y'], b: { c: 's3cret-value' } }, ['s3cret-value'])).toEqual({
      a: ['x *** y'],
      b: { c: '***' },
    });
  });

  test('holds no field that is a secret by its name', () => {
    expect(redact({ client_secret: 'a', nested: [{ api_key: 'b', smtp_pass: 'c' }], token_lifetime: 5 }, [])).toEqual({
      client_secret: '***',
      nested: [{ api_key: '***', smtp_pass: '***' }],
      token_lifetime: 5,
    });
    expect(redact('a', [], 'client_secret')).toBe('***');
  });

  test('says that there is none', () => {
    expect(redact(undefined, [], 'client_secret')).toBeUndefined();
  });
});
