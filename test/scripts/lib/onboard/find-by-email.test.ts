import { ManagementClient } from 'auth0';
import { expect, test } from 'vitest';
import type { CustomerRun } from '../../../../scripts/lib/onboard/customer-run.ts';
import { findByEmail } from '../../../../scripts/lib/onboard/person-step.ts';

const connection = { id: 'con_1', name: 'users', strategy: 'auth0', enabledClients: [], takesSignUps: false };
const account = (id: string, ...connections: string[]) => ({
  user_id: id,
  identities: connections.map((name) => ({ connection: name })),
});

function runWith(users: object[]): Parameters<typeof findByEmail>[0] {
  const api = new ManagementClient({
    domain: 'acme.auth0.example',
    token: 'token',
    fetch: async () => Response.json(users),
  });
  return { api } as CustomerRun;
}

test('an address leads to the account in the right connection', async () => {
  const run = runWith([account('google|1', 'google'), account('auth0|2', 'users')]);
  expect(await findByEmail(run, 'ada@acme.com', { connection })).toMatchObject({
    ok: true,
    value: { user_id: 'auth0|2' },
  });
});

test('an address of two accounts with an identity in that connection stops, and names both', async () => {
  const run = runWith([account('google|1', 'google', 'users'), account('auth0|2', 'users')]);
  expect(await findByEmail(run, 'ada@acme.com', { connection })).toMatchObject({
    ok: false,
    failures: [{ code: 'NAME_AMBIGUOUS', found: '2: google|1, auth0|2' }],
  });
});
