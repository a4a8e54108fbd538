import { expect, test } from 'vitest';
import { runPool } from '../../../../scripts/lib/environments/pool.ts';
import { ownVariablesOf, variablesOf } from '../../../../scripts/lib/tenant/variables.ts';

const env = {
  AUTH0_DOMAIN: 'any.auth0.com',
  AUTH0_CLIENT_SECRET: 'any',
  AUTH0_DOMAIN__PROD_EU: 'eu.auth0.com',
  AUTH0_DOMAIN__PROD_US: 'us.auth0.com',
  API_TOKEN: 'shared',
  API_TOKEN__PROD_US: 'us',
  PATH: '/bin',
};

test('a variable with the suffix of an environment stands before the plain one', () => {
  expect(variablesOf(env, 'prod-eu')).toMatchObject({ AUTH0_DOMAIN: 'eu.auth0.com', API_TOKEN: 'shared' });
  expect(variablesOf(env, 'prod-us')).toMatchObject({ AUTH0_DOMAIN: 'us.auth0.com', API_TOKEN: 'us' });
  expect(variablesOf(env, 'staging')).toMatchObject({ AUTH0_DOMAIN: 'any.auth0.com', API_TOKEN: 'shared' });
});

test("of several environments each gets its own tenant's variables, what is common, and nothing of the others", () => {
  expect(ownVariablesOf(env, 'prod-eu', ['prod-eu', 'prod-us'])).toEqual({
    AUTH0_DOMAIN: 'eu.auth0.com',
    AUTH0_DOMAIN__PROD_EU: 'eu.auth0.com',
    API_TOKEN: 'shared',
    PATH: '/bin',
  });
});

test('a pool never runs more at a time than its limit, and keeps the order', async () => {
  let running = 0;
  let most = 0;
  const results = await runPool([3, 1, 2, 4], { limit: 2, keepGoing: false, isFailure: () => false }, async (item) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    running -= 1;
    return item * 10;
  });
  expect(results).toEqual([30, 10, 20, 40]);
  expect(most).toBe(2);
});

test('a pool begins nothing after a failure, unless it is to keep going', async () => {
  const run = (keepGoing: boolean) =>
    runPool(['a', 'b', 'c'], { limit: 1, keepGoing, isFailure: (item: string) => item === 'b' }, async (item) => item);
  expect(await run(false)).toEqual(['a', 'b', undefined]);
  expect(await run(true)).toEqual(['a', 'b', 'c']);
});
