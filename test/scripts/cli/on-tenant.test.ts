import { expect, test } from 'vitest';
import type { Cli } from '../../../scripts/cli/cli.ts';
import { onTenant, type Target } from '../../../scripts/cli/on-tenant.ts';
import type { Result } from '../../../scripts/lib/failures.ts';

const VARIABLES = {
  AUTH0_DOMAIN: 'acme.example',
  AUTH0_CLIENT_ID: 'deployer',
  AUTH0_CLIENT_SECRET: 'of the default tenant',
  AUTH0_CLIENT_SECRET__STAGING_EU: 'of staging-eu',
  EMPTY: '',
};

/** Runs it with these variables, and returns what the command got and how it was finished. */
async function run(env: Cli['env'], environment: string) {
  const used: Target[] = [];
  const finished: Result<unknown>[] = [];
  const cli = { rootDir: '/project', env, finish: (result: Result<unknown>) => finished.push(result) };
  await onTenant(cli as unknown as Cli, environment, {}, async (target) => void used.push(target));
  return { used, finished };
}

test('a command gets the tenant of its environment: variables with its suffix count before those without', async () => {
  const { used, finished } = await run(VARIABLES, 'staging-eu');
  expect(finished).toEqual([]);
  expect(used).toEqual([
    expect.objectContaining({
      rootDir: '/project',
      environment: 'staging-eu',
      connection: expect.objectContaining({ domain: 'acme.example', clientSecret: 'of staging-eu' }),
      secrets: expect.not.objectContaining({ EMPTY: '' }),
      env: expect.objectContaining({ EMPTY: '' }),
    }),
  ]);
});

test('where the variables describe no tenant the command ends with the reason, and nothing is run', async () => {
  const { used, finished } = await run({ ...VARIABLES, AUTH0_DOMAIN: '' }, 'local');
  expect(used).toEqual([]);
  expect(finished).toEqual([{ ok: false, failures: [expect.objectContaining({ code: 'CONNECTION_UNSET' })] }]);
});
