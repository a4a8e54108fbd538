import { expect, onTestFinished, test } from 'vitest';
import { builtActions, startTestTenant } from '../support/tenant.ts';
import { applySnippets } from './apply-snippets.ts';
import { readPage } from './pages.ts';

test('the README’s edit lets mel, whom the shipped policy refuses, set up SSO alone', async () => {
  const tenant = await startTestTenant();
  onTestFinished(() => tenant.emulator.close());
  const { okta } = tenant.emulator;
  const { member } = tenant.customers;
  expect(member.username).toBe('mel@partner.example');
  const refused = await tenant.login(member);
  expect(refused.callback.searchParams.get('error_description')).toBe('Access denied (EC_NOT_AUTHORIZED)');

  const readme = await readPage('README.md');
  await using edited = await applySnippets(readme);
  await tenant.bindActions(await builtActions(edited.project.rootDir));
  const { claims } = await okta.complete((await tenant.login(member)).callback);
  expect(claims.scope).toBe('openid express_configure:sso');
});
