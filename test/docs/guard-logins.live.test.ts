import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, OktaUser, textOf } from '../../emulator/index.ts';
import { OURS } from '../support/our-actions.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';
import { builtActions } from '../support/tenant.ts';
import { type Applied, applySnippets } from './apply-snippets.ts';
import { readPage } from './pages.ts';

let tenant: PublishedTenant;
let recipe: Applied;
let acme: string;

/** Acme's Okta is set up for both of its domains, of which one is no longer proven; Kim has an address there. */
beforeAll(async () => {
  const page = await readPage('docs/guarding-logins.md');
  [tenant, recipe] = await Promise.all([startPublishedTenant(), applySnippets(page)]);
  const { auth0, emulator, customers } = tenant;
  const operator = new OktaOperator(emulator.browserOrigin, 'acme');
  expect(textOf(await operator.expressConfigure('sso', customers.acmeAdmin), '[role=status]')).toContain('was created');
  for (const email of ['someone@acme.com', 'kim@eu.acme.com']) await operator.assign(email);
  acme = customers.acmeAdmin.organizationId;
  await auth0.organizations.update(acme, { metadata: { domains: 'acme.com' } });
});
afterAll(async () => {
  await tenant?.emulator.close();
  await recipe?.[Symbol.asyncDispose]();
});

async function bind(): Promise<void> {
  const actions = await builtActions(recipe.project.rootDir);
  expect(actions.map(({ name }) => name)).toEqual(['guard-logins', ...OURS]);
  await tenant.bindActions(actions);
}

/** What the application shows after a sign-on through Okta, and what the guard logged. */
async function signIn(email: string, organization?: string) {
  const { browserOrigin, apps } = tenant.emulator;
  const page = await new OktaUser(browserOrigin, email).signInAt(apps.saas.path, organization);
  const logs = tenant.emulator
    .runs()
    .at(-1)
    ?.actions.find(({ name }) => name === 'guard-logins')?.logs;
  return { shown: textOf(page, '[role=alert]') ?? textOf(page, 'h1'), logs: logs?.trim() };
}

const report = (mode: string, reason: string) =>
  expect.stringMatching(new RegExp(`^\\{"guard":"${mode}","reason":"${reason}","transaction":"[^"@]+"\\}$`));

describe('reporting', () => {
  beforeAll(bind);

  test('lets everybody in, and logs whom it would deny', async () => {
    expect(await signIn('someone@acme.com', acme)).toEqual({ shown: 'Welcome, Sam', logs: '' });
    expect(await signIn('kim@eu.acme.com', acme)).toEqual({
      shown: 'Welcome, Kim',
      logs: report('report', 'GUARD_EMAIL_DOMAIN'),
    });
  });
});

describe('enforcing', () => {
  beforeAll(async () => {
    await recipe.project.edit('actions/guard-logins.ts', "{ mode: 'report',", "{ mode: 'enforce',");
    await bind();
  });

  test('denies an address of a domain that is not proven, and nobody else', async () => {
    expect(await signIn('someone@acme.com', acme)).toEqual({ shown: 'Welcome, Sam', logs: '' });
    expect(await signIn('kim@eu.acme.com', acme)).toEqual({
      shown: expect.stringContaining('Access denied (GUARD_EMAIL_DOMAIN)'),
      logs: report('enforce', 'GUARD_EMAIL_DOMAIN'),
    });
  });

  test('denies a login without an organization', async () => {
    expect(await signIn('someone@acme.com')).toEqual({
      shown: expect.stringContaining('Access denied (GUARD_NO_ORG)'),
      logs: report('enforce', 'GUARD_NO_ORG'),
    });
  });

  test('leaves Express Configuration by people of the tenant’s own alone', async () => {
    const { callback } = await tenant.login(tenant.customers.acmeAdmin);
    expect((await tenant.emulator.okta.complete(callback)).claims.express_configuration).toEqual({
      domain_aliases: ['acme.com'],
    });
  });
});
