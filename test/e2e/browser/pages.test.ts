import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addAuthenticator,
  executable,
  launchBrowser,
  proceed,
  reached,
  type TestBrowser,
  tryAnother,
  typeCredentials,
  webauthnSession,
} from '../../support/browser.ts';
import { startTestTenant, type TestTenant } from '../../support/tenant.ts';
import {
  action,
  appCallback,
  appUrl,
  factorsOf,
  forgetFactors,
  looking,
  scanned,
  typePassword,
  userIdOf,
} from './pages-rig.ts';

let tenant: TestTenant;
let browser: TestBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  [tenant, browser] = await Promise.all([startTestTenant(), launchBrowser()]);
  const { auth0 } = tenant;
  await auth0.tenants.settings.update({ friendly_name: 'Piedmont' });
  await auth0.clients.update(tenant.webApp.clientId, { callbacks: [appCallback(tenant.emulator)] });
  for (const factor of ['webauthn-roaming', 'webauthn-platform', 'email'] as const) {
    await auth0.guardian.factors.set(factor, { enabled: true });
  }
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await tenant?.emulator.close();
});

const local = (path: string): string => `${tenant.emulator.browserOrigin}${path}`;

describe.skipIf(executable === undefined)(
  'on a phone and a desktop, by keyboard and by ear',
  { timeout: 10 * 60_000 },
  () => {
    test('the pages up to the password', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);

      await page.goto((await tenant.emulator.okta.begin()).href);
      await see('organization');
      await page.getByLabel('Organization name').fill('initech');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await see('organization-wrong');
      await page.getByLabel('Organization name').fill('acme');
      await page.keyboard.press('Enter');
      await page
        .getByLabel(/email address/i)
        .first()
        .waitFor();
      await see('identifier');
      await page
        .getByLabel(/email address/i)
        .first()
        .fill(tenant.customers.acmeAdmin.username);
      await page.keyboard.press('Enter');
      await page.getByLabel('Password').fill('wrong');
      await see('password');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await see('password-wrong');
      expect(problems).toEqual([]);
    });

    test('the pages that say no, and those at the end', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      await page.goto(local('/_local/mail'));
      await see('mailbox-empty');
      await page.goto(local('/u/login/identifier?state=gone'));
      await see('error');
      await page.goto(local('/authorize?client_id=nobody'));
      await see('error-client');
      await typeCredentials(page, await tenant.emulator.okta.begin(), tenant.customers.member);
      await see('okta-refused');
      await page.goto(local('/oidc/logout'));
      await see('logout');
      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
      await see('logged-out');
      expect(problems).toEqual([]);
    });

    test('the pages of an authenticator app, consent, and what Okta gets', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { globexAdmin } = tenant.customers;
      await typeCredentials(page, await tenant.emulator.okta.begin(), globexAdmin);
      await reached(page, '/u/mfa-otp-challenge');
      await see('otp-challenge');
      await page.getByLabel('Six-digit code').fill('000000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await see('otp-challenge-wrong');

      const authenticator = await browser.person();
      await authenticator.goto(local('/_local/authenticator'));
      await see('authenticator', authenticator);
      const row = authenticator.locator('tr', { hasText: globexAdmin.username });
      await page.getByLabel('Six-digit code').fill(await row.locator('code').innerText());
      await page.keyboard.press('Enter');
      await page.waitForURL(/consent/);
      await see('consent');
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.waitForURL(/okta\/callback/);
      await see('okta-token');
      expect(problems).toEqual([]);
    });

    test('the pages of passkeys and of the choice between factors', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { acmeAdmin } = tenant.customers;
      await tenant.bindActions([
        action(`const factors = ['webauthn-platform', 'webauthn-roaming', 'otp'].map((type) => ({ type }));
        const enrolled = event.user.enrolledFactors.map(({ type }) => type);
        const missing = factors.filter(({ type }) => !enrolled.includes(type));
        if (missing.length < 3) api.authentication.challengeWith(factors[0], { additionalFactors: [...factors.slice(1), { type: 'email' }] });
        if (missing.length > 0) api.authentication.enrollWithAny(missing);`),
      ]);
      await forgetFactors(tenant, acmeAdmin.username);
      await webauthnSession(page);
      await tenant.auth0.guardian.factors.set('email', { enabled: false });
      await typePassword(page, appUrl(tenant), acmeAdmin);
      await reached(page, '/u/mfa-enroll-options');
      await see('enroll-options');
      await page.getByRole('button', { name: 'Authenticator app' }).click();
      await reached(page, '/u/mfa-otp-enrollment');
      await see('otp-enrollment');
      expect(await scanned(page, await browser.person())).toMatch(
        /^otpauth:\/\/totp\/Piedmont:ada%40acme\.com\?issuer=Piedmont&secret=[A-Z2-7]{32}&/,
      );
      await tryAnother(page);
      await page.getByRole('button', { name: 'Fingerprint' }).click();
      await page.locator('#missing').waitFor();
      await see('platform-missing');
      const withoutScript = await browser.person({ javaScriptEnabled: false });
      await typePassword(withoutScript, appUrl(tenant), acmeAdmin);
      await withoutScript.getByRole('button', { name: 'Fingerprint' }).click();
      await reached(withoutScript, '/u/mfa-webauthn-platform-enrollment');
      await see('platform-without-script', withoutScript);
      await addAuthenticator(page, 'device');
      await page.reload();
      await see('platform-enrollment');
      await tryAnother(page);
      await page.getByRole('button', { name: 'Security Key' }).click();
      await reached(page, '/u/mfa-webauthn-roaming-enrollment');
      await see('roaming-enrollment');
      await tryAnother(page);
      await page.getByRole('button', { name: 'Fingerprint' }).click();
      await reached(page, '/u/mfa-webauthn-platform-enrollment');
      await proceed(page);
      await reached(page, '/app');
      expect(await factorsOf(tenant, acmeAdmin.username)).toEqual(['webauthn-platform']);

      await tenant.auth0.guardian.factors.set('email', { enabled: true });
      await page.context().clearCookies();
      await typePassword(page, appUrl(tenant), acmeAdmin);
      await reached(page, '/u/mfa-webauthn-platform-challenge');
      await see('platform-challenge');
      await page.evaluate("document.querySelector('form').submit()");
      await page.getByRole('alert').waitFor();
      await see('platform-challenge-failed');
      await tryAnother(page);
      await reached(page, '/u/mfa-login-options');
      await see('login-options');
      await page.getByRole('button', { name: 'Email' }).click();
      await reached(page, '/u/mfa-email-challenge');
      await see('email-challenge');
      await page.getByRole('button', { name: 'Send a new code' }).click();
      await page.getByRole('status').waitFor();
      await see('email-challenge-resent');

      const mailbox = await browser.person();
      await mailbox.goto(local('/_local/mail'));
      await see('mailbox', mailbox);
      await mailbox.getByRole('link').first().click();
      await mailbox.getByRole('heading', { name: 'Message' }).waitFor();
      await see('mail', mailbox);
      expect(problems).toEqual([]);
    });

    test('the page of a security key, and the organization picker', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { acmeAdmin } = tenant.customers;
      await tenant.bindActions([
        action(`const type = 'webauthn-roaming';
        if (event.user.enrolledFactors.some((factor) => factor.type === type)) api.authentication.challengeWith({ type });
        else { api.authentication.challengeWith({ type: 'email' }); api.authentication.enrollWith({ type }); }`),
      ]);
      await tenant.auth0.clients.update(tenant.webApp.clientId, {
        organization_usage: 'require',
        organization_require_behavior: 'post_login_prompt',
      });
      await forgetFactors(tenant, acmeAdmin.username);
      await addAuthenticator(page, 'security-key');
      const globex = await tenant.auth0.organizations.getByName('globex');
      const members = [await userIdOf(tenant, acmeAdmin.username)];
      await tenant.auth0.organizations.members.create(globex.id ?? '', { members });

      await typePassword(page, appUrl(tenant), acmeAdmin);
      await reached(page, '/u/organization/picker');
      await see('organization-picker');
      await page.getByRole('button', { name: /acme/i }).click();
      await reached(page, '/u/mfa-email-challenge');
      const mailbox = await browser.person();
      await mailbox.goto(local('/_local/mail'));
      await page.getByLabel('Six-digit code').fill(await mailbox.locator('.mails code').first().innerText());
      await page.keyboard.press('Enter');
      await page.waitForURL(/mfa-webauthn-roaming-enrollment/);
      await proceed(page);
      await reached(page, '/app');
      await page.context().clearCookies();
      await typePassword(page, appUrl(tenant, { organization: acmeAdmin.organizationId }), acmeAdmin);
      await reached(page, '/u/mfa-webauthn-roaming-challenge');
      await see('roaming-challenge');
      expect(problems).toEqual([]);
    });

    test('the pages of an invitation', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { auth0, webApp } = tenant;
      const initiate_login_uri = 'https://saas.example/login';
      await auth0.clients.update(webApp.clientId, { organization_usage: 'allow', initiate_login_uri });
      await tenant.bindActions([]);
      const { id: acme = '' } = await auth0.organizations.getByName('acme');
      const email = 'a.rather.long.name.of.somebody@subsidiary.example.com';
      const { ticket_id: invitation = '' } = await auth0.organizations.invitations.create(acme, {
        inviter: { name: 'Ada Admin' },
        invitee: { email },
        client_id: webApp.clientId,
      });
      await page.goto(appUrl(tenant, { organization: acme, invitation }).href);
      await page.getByRole('heading', { name: "You've Been Invited!" }).waitFor();
      await see('accept-invitation');
      await page.getByRole('button', { name: 'Accept Invitation' }).click();
      await reached(page, '/u/signup/password');
      await see('signup-password');
      await page.getByLabel('Password').fill('a long pass phrase');
      await page.keyboard.press('Enter');
      await reached(page, '/app');
      expect(await userIdOf(tenant, email)).toMatch(/^auth0\|/);
      expect(problems).toEqual([]);
    });

    test('the pages of an enrolment ticket', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { member } = tenant.customers;
      const ticket = { user_id: member.userId, send_mail: true, allow_multiple_enrollments: true };
      await tenant.auth0.guardian.enrollments.createTicket(ticket);
      await page.goto(local('/_local/mail'));
      await page.getByRole('link', { name: member.username }).first().click();
      await page.getByRole('link', { name: 'Open the link' }).click();
      await reached(page, '/mfa/enrollment');
      await see('ticket-enrollment');
      const key = await page.locator('#secret').innerText();
      await page.getByLabel('Six-digit code').fill('000000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await see('ticket-enrollment-wrong');
      const code = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate();
      await page.getByLabel('Six-digit code').fill(code);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'You are enrolled' }).waitFor();
      await see('ticket-enrolled');
      expect(await factorsOf(tenant, member.username)).toEqual(['totp', 'totp']);
      await page.reload();
      await page.getByRole('alert').waitFor();
      await see('ticket-used');
      expect(problems).toEqual([]);
    });

    test('the pages of passwordless login', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      await tenant.auth0.connections.create({
        name: 'email',
        strategy: 'email',
        enabled_clients: [tenant.webApp.clientId],
      });
      await page.goto(appUrl(tenant).href);
      await page
        .getByLabel(/email address/i)
        .first()
        .fill('a.rather.long.name.of.somebody@subsidiary.example.com');
      await page.keyboard.press('Enter');
      await page.getByLabel('Password').waitFor();
      await see('password-or-code');
      await page.getByRole('button', { name: 'Email me a code instead' }).click();
      await reached(page, '/u/login/passwordless-email-challenge');
      await see('passwordless');
      expect(problems).toEqual([]);
    });
  },
);
