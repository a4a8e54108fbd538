import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../../emulator/index.ts';
import {
  addAuthenticator,
  executable,
  launchBrowser,
  pathOf,
  proceed,
  reached,
  type TestBrowser,
  tryAnother,
  typeCredentials,
  webauthnSession,
} from '../../support/browser.ts';
import { actionsPreferringThisDevice, startTestTenant, type TestTenant } from '../../support/tenant.ts';

let tenant: TestTenant;
let browser: TestBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  [tenant, browser] = await Promise.all([startTestTenant(), launchBrowser()]);
  for (const factor of ['webauthn-roaming', 'webauthn-platform'] as const) {
    await tenant.auth0.guardian.factors.set(factor, { enabled: true });
  }
  await tenant.bindActions(await actionsPreferringThisDevice());
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await tenant?.emulator.close();
});

async function begin(page: Page, person: Person): Promise<void> {
  await typeCredentials(page, await tenant.emulator.okta.begin(), person);
}

/** The login goes on to Okta, over consent where it is asked for. */
async function arrive(page: Page): Promise<Record<string, unknown>> {
  await page.waitForURL(/\/u\/consent|\/_local\/okta\/callback/);
  if (pathOf(page) === '/u/consent') await page.getByRole('button', { name: 'Accept' }).click();
  await page.waitForURL(/\/_local\/okta\/callback/);
  return JSON.parse(await page.locator('#claims').innerText());
}

async function userIdOf({ username }: Person): Promise<string> {
  const [user] = await tenant.auth0.users.listUsersByEmail({ email: username });
  return user?.user_id ?? '';
}

async function methodsOf(person: Person) {
  const { data } = await tenant.auth0.users.authenticationMethods.list(await userIdOf(person));
  return data;
}

const forgetFactors = async (person: Person): Promise<void> =>
  tenant.auth0.users.authenticationMethods.deleteAll(await userIdOf(person));

const complaint = (page: Page): Promise<string> => page.getByRole('alert').innerText();

describe.skipIf(executable === undefined)('an administrator without a factor', () => {
  test('enrols this device, and proves it in the next login', async () => {
    const { globexAdmin } = tenant.customers;
    await forgetFactors(globexAdmin);
    const page = await browser.person();
    const device = await addAuthenticator(page, 'device');

    await begin(page, globexAdmin);
    await reached(page, '/u/mfa-webauthn-platform-enrollment');
    await proceed(page);
    expect((await arrive(page)).scope).toBe('openid express_configure:sso express_configure:scim');
    expect(await device.count()).toBe(1);

    await page.context().clearCookies();
    await begin(page, globexAdmin);
    await reached(page, '/u/mfa-webauthn-platform-challenge');
    await proceed(page);
    expect((await arrive(page)).scope).toBe('openid express_configure:sso express_configure:scim');

    const [method] = await methodsOf(globexAdmin);
    expect(method).toEqual({
      id: expect.stringMatching(/^webauthn-platform\|dev_\w{16}$/),
      type: 'webauthn-platform',
      key_id: expect.stringMatching(/^[\w-]{20,}$/),
      public_key: expect.stringMatching(/^[\w-]{50,}$/),
      relying_party_identifier: 'localhost',
      confirmed: true,
      created_at: expect.any(String),
      enrolled_at: expect.any(String),
      last_auth_at: expect.any(String),
    });
  });

  test('enrols a security key where the device can do nothing, and it is listed and deleted like any other', async () => {
    const { globexAdmin } = tenant.customers;
    await forgetFactors(globexAdmin);
    const page = await browser.person();
    await addAuthenticator(page, 'security-key');

    await begin(page, globexAdmin);
    await page.locator('#missing').waitFor();
    expect(await page.locator('#missing').innerText()).toBe(
      '((This browser or device has no fingerprint, face recognition or PIN that can be used here.)) Try another method or another browser.',
    );
    expect(await page.getByRole('button', { name: 'Continue' }).isVisible()).toBe(false);
    await tryAnother(page);
    await reached(page, '/u/mfa-enroll-options');
    await page.getByRole('button', { name: 'Security Key' }).click();
    await reached(page, '/u/mfa-webauthn-roaming-enrollment');
    await proceed(page);
    expect((await arrive(page)).scope).toBe('openid express_configure:sso express_configure:scim');

    const [method, ...others] = await methodsOf(globexAdmin);
    expect(method).toMatchObject({ type: 'webauthn-roaming', relying_party_identifier: 'localhost' });
    expect(others).toEqual([]);

    await page.context().clearCookies();
    await begin(page, globexAdmin);
    await reached(page, '/u/mfa-webauthn-roaming-challenge');
    await proceed(page);
    await arrive(page);

    await tenant.auth0.users.authenticationMethods.delete(await userIdOf(globexAdmin), method?.id ?? '');
    expect(await methodsOf(globexAdmin)).toEqual([]);
  });

  test('is told what to do where there is no script', async () => {
    await forgetFactors(tenant.customers.globexAdmin);
    const page = await browser.person({ javaScriptEnabled: false });
    await begin(page, tenant.customers.globexAdmin);
    expect(await page.locator('noscript').innerText()).toBe(
      '((This method needs JavaScript.)) Try another method or another browser.',
    );
    await tryAnother(page);
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    await reached(page, '/u/mfa-otp-enrollment');
  });
});

describe.skipIf(executable === undefined)('an answer of the browser', () => {
  test('that was used before is refused, and the next one is taken', async () => {
    const { globexAdmin } = tenant.customers;
    await forgetFactors(globexAdmin);
    const page = await browser.person();
    await addAuthenticator(page, 'device');
    await begin(page, globexAdmin);
    await proceed(page);
    await arrive(page);

    await page.context().clearCookies();
    await begin(page, globexAdmin);
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await proceed(page);
    const used = new URLSearchParams((await posted).postData() ?? '').get('response') ?? '';
    await arrive(page);

    await page.context().clearCookies();
    await begin(page, globexAdmin);
    await page.evaluate(
      `{ const form = document.querySelector('form'); form.elements.response.value = ${JSON.stringify(used)}; form.submit(); }`,
    );
    await page.getByRole('alert').waitFor();
    expect(await complaint(page)).toBe('Device Key Verification Failed');
    await proceed(page);
    expect((await arrive(page)).scope).toContain('express_configure:sso');
  });

  test('that is a refusal is told, and the login goes on with another method', async () => {
    const { acmeAdmin } = tenant.customers;
    const userId = await userIdOf(acmeAdmin);
    const page = await browser.person();
    const device = await addAuthenticator(page, 'device');
    await forgetFactors(acmeAdmin);
    await begin(page, acmeAdmin);
    await proceed(page);
    await arrive(page);
    await tenant.auth0.users.authenticationMethods.create(userId, { type: 'totp', totp_secret: acmeAdmin.totpSecret });

    await device.remove();
    await addAuthenticator(page, 'device');
    await page.context().clearCookies();
    await begin(page, acmeAdmin);
    await reached(page, '/u/mfa-webauthn-platform-challenge');
    await proceed(page);
    await page.getByRole('alert').waitFor();
    expect(await complaint(page)).toBe('Device Key Verification Failed ((It was cancelled, or took too long.))');
    await tryAnother(page);
    await reached(page, '/u/mfa-login-options');
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    await reached(page, '/u/mfa-otp-challenge');
  });

  test('comes from no other page of the login than the one it waits for', async () => {
    const { acmeAdmin } = tenant.customers;
    const page = await browser.person();
    await webauthnSession(page);
    await begin(page, acmeAdmin);
    const state = new URL(page.url()).searchParams.get('state');
    for (const path of [
      '/u/mfa-webauthn-roaming-enrollment',
      '/u/mfa-otp-enrollment',
      '/u/login/password',
      '/u/consent',
    ]) {
      await page.goto(`${tenant.emulator.browserOrigin}${path}?state=${state}`);
      await reached(page, '/u/mfa-webauthn-platform-challenge');
    }
  });
});
