/** The order of the tenant's middlewares: what the table declares, and what follows from a change of it. */
import type { Middleware } from 'koa';
import { describe, expect, test } from 'vitest';
import { type MiddlewareEntry, orderProblems, useInOrder } from '../../emulator/middleware-order.ts';
import { MIDDLEWARES } from '../../emulator/middlewares.ts';

/** `later` works only behind `earlier`; the sentence of each entry says why. */
const ORDERINGS: readonly (readonly [earlier: string, later: string])[] = [
  ['loopback-only', 'own-origin-only'],
  ['page-headers', 'oidc-logout'],
  ['session-cookie', 'oidc-logout'],
  ['stay-here', 'oidc-logout'],
  ['own-origin-only', 'control'],
  ['own-origin-only', 'local-routes'],
  ['own-origin-only', 'push-app'],
  ['own-origin-only', 'okta'],
  ['control', 'inject-faults'],
  ['trace-requests', 'trace-logins'],
  ['log-requests', 'inject-faults'],
  ['inject-faults', 'limit-rate'],
  ['limit-rate', 'management-api'],
  ['trace-logins', 'login-pages'],
  ['remember-parameters', 'normalise-parameters'],
  ['pushed-requests', 'accept-json'],
  ['accept-json', 'normalise-parameters'],
  ['log-exchanges', 'token-endpoint'],
  ['token-endpoint', 'issue-refresh-tokens'],
];

const swapped = (one: string, other: string) =>
  MIDDLEWARES.map((entry) => {
    const name = entry.name === one ? other : entry.name === other ? one : entry.name;
    return MIDDLEWARES.find((candidate) => candidate.name === name) ?? entry;
  });

test('the table keeps the orders that it declares', () => {
  expect(orderProblems(MIDDLEWARES)).toEqual([]);
});

test.each(ORDERINGS)('%s before %s: the other way round is refused by both names', (earlier, later) => {
  expect(orderProblems(swapped(earlier, later))).toContain(`${later} must come after ${earlier}`);
});

test('each entry says in one sentence why it has its position', () => {
  for (const { name, at, why } of MIDDLEWARES) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(at, name).not.toBe('');
    expect(why, name).toMatch(/^[A-Z][^.]*\.?[^.]*\.$/);
  }
});

test('every route below /_local/ comes after the refusal of other origins', () => {
  const local = MIDDLEWARES.filter(({ kind, at }) => kind === 'route' && at.startsWith('/_local/'));
  expect(local.length).toBeGreaterThan(5);
  const open = local.filter(
    ({ name, after = [] }) => !after.includes('own-origin-only') && name !== 'enterprise-login',
  );
  expect(open.map(({ name }) => name)).toEqual([]);
});

describe('a table', () => {
  const entry = (name: string, after: string[] = []): MiddlewareEntry<string[]> => ({
    name,
    at: 'every request',
    kind: 'around',
    why: 'It has no reason.',
    after,
    make: (made) => {
      made.push(name);
      return async (_ctx, next) => next();
    },
  });

  test('is used from first to last', () => {
    const made: string[] = [];
    const used: Middleware[] = [];
    useInOrder({ use: (middleware) => used.push(middleware) }, [entry('one'), entry('two', ['one'])], made);
    expect(made).toEqual(['one', 'two']);
    expect(used).toHaveLength(2);
  });

  test('out of order makes nothing', () => {
    const made: string[] = [];
    const app = { use: () => made.push('used') };
    expect(() => useInOrder(app, [entry('two', ['one']), entry('one')], made)).toThrow('two must come after one');
    expect(() => useInOrder(app, [entry('one'), entry('one')], made)).toThrow('two middlewares are called one');
    expect(made).toEqual([]);
  });
});
