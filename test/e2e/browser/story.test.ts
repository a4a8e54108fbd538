/** The whole story at a real browser: an administrator sets sign-on and provisioning up, people use it, and are signed out. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addAuthenticator,
  executable,
  launchBrowser,
  PHONE,
  pathOf,
  proceed,
  reached,
  type TestBrowser,
  tryAnother,
  typeCredentials,
} from '../../support/browser.ts';
import { rootDir } from '../../support/project.ts';
import { type PublishedTenant, startPublishedTenant } from '../../support/published.ts';

/** Ignored by git. */
const SCREENS = join(rootDir, '.emulator/screens/story');
const SOMEONE = 'someone@acme.com';

let tenant: PublishedTenant;
let browser: TestBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  await mkdir(SCREENS, { recursive: true });
  [tenant, browser] = await Promise.all([startPublishedTenant(), launchBrowser()]);
  await tenant.auth0.clients.update(tenant.webApp.clientId, {
    ['oidc_logout' as string]: { backchannel_logout_urls: ['https://saas.example/backchannel-logout'] },
  });
  await tenant.auth0.guardian.factors.set('webauthn-platform', { enabled: true });
  await tenant.auth0.users.authenticationMethods.deleteAll(tenant.customers.acmeAdmin.userId);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await tenant?.emulator.close();
});

const local = (path: string): string => `${tenant.emulator.browserOrigin}${path}`;
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

/** Keeps what the page looks like, wide and narrow; nothing on it may be wider than the screen. */
async function see(page: Page, name: string): Promise<void> {
  const wide = page.viewportSize() ?? PHONE;
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
  await page.setViewportSize(PHONE);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, `${name}: wider than a phone`).toBe(0);
  await page.screenshot({ path: join(SCREENS, `${name}-phone.png`), fullPage: true });
  await page.setViewportSize(wide);
}

describe.skipIf(executable === undefined)('the story', () => {
  test('from Express Configuration to Universal Logout', async () => {
    const admin = await browser.person();
    const passkeys = await addAuthenticator(admin, 'device');
    const asks: string[] = [];
    admin.on('request', (request) => asks.push(new URL(request.url()).origin));
    await admin.goto(local('/_local/okta/acme'));
    await see(admin, '01-sign-on-tab');

    await press(admin, 'Express Configure SSO & UL');
    await reached(admin, '/u/organization');
    await typeCredentials(admin, new URL(admin.url()), tenant.customers.acmeAdmin);
    await reached(admin, '/u/mfa-otp-enrollment');
    await tryAnother(admin);
    await press(admin, 'Fingerprint, face or device PIN');
    await reached(admin, '/u/mfa-webauthn-platform-enrollment');
    await see(admin, '01b-passkey-enrolment');
    await proceed(admin);
    await press(admin, 'Accept');
    await admin.getByRole('status').waitFor();
    expect(await admin.getByRole('status').textContent()).toMatch(/The connection okta-acme-\w{8} was created\./);
    await see(admin, '02-sso-configured');
    await admin.getByRole('link', { name: 'Back to the app instance' }).click();
    await see(admin, '03-sign-on-tab-configured');

    await admin.getByRole('link', { name: 'Assignments' }).click();
    await press(admin, `Assign: ${SOMEONE}`);
    await admin.getByText('Assigned', { exact: true }).first().waitFor();
    await see(admin, '04-assignments');

    const someone = await browser.person();
    someone.on('request', (request) => asks.push(new URL(request.url()).origin));
    await someone.goto(local('/_local/app/'));
    await see(someone, '05-application');
    await someone.getByLabel("Your company's organization").fill('acme');
    await press(someone, 'Sign in');
    await reached(someone, '/u/login/identifier');
    await someone.getByRole('textbox', { name: /email address/i }).fill(SOMEONE);
    await someone.keyboard.press('Enter');
    await someone.waitForURL(/\/_local\/okta\/acme\/signin\//);
    await see(someone, '06-okta-sign-in');
    await press(someone, /Sam One/);
    await reached(someone, '/_local/app/');
    expect(await heading(someone)).toBe('Welcome, Sam');
    await see(someone, '07-signed-in');

    await admin.getByRole('link', { name: 'Provisioning' }).click();
    await see(admin, '08-provisioning-tab');
    await press(admin, 'Express Configure SCIM');
    await reached(admin, '/u/organization');
    await admin.getByLabel('Organization name').fill('acme');
    await admin.keyboard.press('Enter');
    await reached(admin, '/u/mfa-webauthn-platform-challenge');
    await see(admin, '08b-passkey-challenge');
    await proceed(admin);
    await admin.waitForURL((url) => url.pathname !== '/u/mfa-webauthn-platform-challenge');
    if (pathOf(admin) === '/u/consent') await press(admin, 'Accept');
    await admin.getByRole('status').waitFor();
    await see(admin, '09-scim-configured');
    await admin.goto(local('/_local/okta/acme/admin/provisioning'));
    await see(admin, '10-provisioning-tab-configured');
    await admin.getByRole('link', { name: 'Assignments' }).click();
    await press(admin, 'Assign: kim@eu.acme.com');
    await admin.getByText('SCIM: created kim@eu.acme.com').waitFor();

    await admin.getByRole('link', { name: 'People' }).click();
    await see(admin, '11-people');
    await press(admin, `Clear user sessions: ${SOMEONE}`);
    await admin.getByText(`Universal Logout of ${SOMEONE}: HTTP 200`).waitFor();
    await see(admin, '12-sessions-cleared');
    await someone.reload();
    await someone.getByText('You were signed out').waitFor();
    await see(someone, '13-signed-out');

    await someone.goto(local('/_local/okta/acme/home'));
    await press(someone, /Sam One/);
    await someone.getByRole('link', { name: 'SaaS' }).waitFor();
    await see(someone, '14-dashboard');
    await someone.getByRole('link', { name: 'SaaS' }).click();
    await reached(someone, '/_local/app/');
    expect(await heading(someone), 'by the tile, without a page of the tenant’s').toBe('Welcome, Sam');

    expect(await passkeys.count()).toBe(1);
    expect([...new Set(asks)], 'no certificate warning, nothing off this machine').toEqual([
      tenant.emulator.browserOrigin,
    ]);
  });

  test('a refusal is opaque to Okta, with the cause beside it', async () => {
    const page = await browser.person();
    await page.goto(local('/_local/okta/globex'));
    await press(page, 'Express Configure SSO & UL');
    await reached(page, '/u/organization');
    await typeCredentials(page, new URL(page.url()), tenant.customers.member);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('access_denied: Access denied (EC_NOT_AUTHORIZED)');
    await see(page, '15-refused');
    const lost = await browser.person();
    await lost.goto(local('/_local/app/callback?error=access_denied&error_description=Denied'));
    await see(lost, '16-not-signed-in');
  });
});
