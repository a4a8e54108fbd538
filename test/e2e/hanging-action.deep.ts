/** An Action that takes the whole of Auth0's 20 seconds, several times at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestTenant, type TestTenant } from '../support/tenant.ts';
import { walk, webLogin } from '../support/web-login.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await startTestTenant();
});
afterAll(() => tenant.emulator.close());

test('an Action that hangs for one person fails that person’s logins, and delays nobody else’s', async () => {
  const { globexAdmin, acmeAdmin } = tenant.customers;
  const code = `exports.onExecutePostLogin = async (event) => {
    if (event.user.user_id === '${globexAdmin.userId}') for (;;) {}
  };`;
  await tenant.bindActions([{ name: 'hangs', code }]);
  const finished: string[] = [];
  const login = async ({ username, password }: typeof acmeAdmin) => {
    const { url } = await webLogin(tenant);
    const { callback } = await walk(tenant, url, { username, password });
    finished.push(username);
    return callback.searchParams;
  };
  const hanging = [1, 2, 3].map(() => login(globexAdmin));
  expect((await login(acmeAdmin)).get('code')).not.toBeNull();
  expect(finished).toEqual([acmeAdmin.username]);
  for (const failed of await Promise.all(hanging)) {
    expect(failed.get('error_description')).toContain('Script execution time exceeded');
  }
});
