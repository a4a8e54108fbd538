/** The pages of phones and push notifications, and of the device that answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launchBrowser, reached, type TestBrowser } from '../../support/browser.ts';
import { startTestTenant, type TestTenant } from '../../support/tenant.ts';
import { action, appCallback, appUrl, forgetFactors, holdReloads, looking, typePassword } from './pages-rig.ts';

let tenant: TestTenant;
let browser: TestBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  [tenant, browser] = await Promise.all([startTestTenant(), launchBrowser()]);
  await tenant.auth0.clients.update(tenant.webApp.clientId, { callbacks: [appCallback(tenant.emulator)] });
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
    test('the pages of a phone and of push notifications', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { auth0, customers } = tenant;
      const types = ['phone', 'push-notification'];
      await tenant.bindActions([
        action(`const missing = ${JSON.stringify(types)}.filter((type) => !event.user.enrolledFactors.some((factor) => factor.type === type));
        if (missing.length > 0) api.authentication.enrollWith({ type: missing[0] });
        else api.authentication.challengeWithAny([{ type: 'phone' }, { type: 'push-notification' }]);`),
      ]);
      for (const factor of ['sms', 'push-notification'] as const)
        await auth0.guardian.factors.set(factor, { enabled: true });
      await auth0.guardian.factors.phone.setMessageTypes({ message_types: ['sms', 'voice'] });
      await forgetFactors(tenant, customers.member.username);
      const person = { ...customers.member };

      await typePassword(page, appUrl(tenant), person);
      await reached(page, '/u/mfa-phone-enrollment');
      await see('phone-enrollment');
      await page.getByLabel('Phone number').fill('nonsense');
      await page.getByRole('button', { name: 'Text message' }).press('Enter');
      await page.getByRole('alert').waitFor();
      await see('phone-enrollment-wrong');
      await page.getByLabel('Phone number').fill('+1 555 010 0142');
      await page.getByRole('button', { name: 'Voice call' }).press('Enter');
      await reached(page, '/u/mfa-voice-challenge');
      await see('voice-code');
      await page.getByRole('button', { name: 'Send a text' }).press('Enter');
      await reached(page, '/u/mfa-sms-challenge');
      await see('sms-code');
      const outbox = await browser.person();
      await outbox.goto(local('/_local/mail'));
      await see('outbox-of-messages', outbox);
      await page.getByLabel('Six-digit code').fill(await outbox.locator('.mails code').first().innerText());
      await page.keyboard.press('Enter');
      await reached(page, '/app');
      await outbox.getByRole('link').first().click();
      await outbox.getByRole('heading', { name: 'Message', exact: true }).waitFor();
      await see('message', outbox);

      const device = await browser.person();
      await holdReloads(device);
      await holdReloads(page);
      await device.goto(local('/_local/push'));
      await see('push-app-empty', device);
      await page.context().clearCookies();
      await auth0.users.authenticationMethods.deleteAll(person.userId);
      await tenant.bindActions([action("api.authentication.enrollWith({ type: 'push-notification' });")]);
      await typePassword(page, appUrl(tenant), person);
      await reached(page, '/u/mfa-push-enrollment-qr');
      await see('push-enrollment');
      await device.goto(local('/_local/push'));
      await see('push-app-enrollment', device);
      await device.getByRole('button', { name: 'Add' }).press('Enter');
      await device.getByText('Nothing waits for an answer.').waitFor();
      await page.getByRole('button', { name: 'Continue' }).press('Enter');
      await reached(page, '/app');

      await page.context().clearCookies();
      await tenant.bindActions([action("api.authentication.challengeWith({ type: 'push-notification' });")]);
      await typePassword(page, appUrl(tenant), person);
      await reached(page, '/u/mfa-push-challenge-push');
      await see('push-challenge');
      await page.getByRole('button', { name: "I've responded" }).press('Enter');
      await page.getByRole('status').waitFor();
      await see('push-challenge-pending');
      await device.goto(local('/_local/push'));
      await see('push-app', device);
      await device.getByRole('button', { name: 'Deny' }).press('Enter');
      await page.getByRole('button', { name: "I've responded" }).press('Enter');
      await page.getByRole('alert').waitFor();
      await see('push-challenge-denied');

      const withoutScript = await browser.person({ javaScriptEnabled: false });
      await typePassword(withoutScript, appUrl(tenant), person);
      await reached(withoutScript, '/u/mfa-push-challenge-push');
      await device.goto(local('/_local/push'));
      await device.getByRole('button', { name: 'Approve' }).press('Enter');
      await reached(withoutScript, '/app');
      expect(problems).toEqual([]);
    });

    test('the page that asks how to receive a code', async () => {
      const page = await browser.person();
      const { problems, see } = looking(page);
      const { member } = tenant.customers;
      await forgetFactors(tenant, member.username);
      await tenant.auth0.users.authenticationMethods.create(member.userId, {
        type: 'phone',
        phone_number: '+15550100142',
        preferred_authentication_method: 'sms',
      });
      await tenant.bindActions([action("api.authentication.challengeWith({ type: 'phone' });")]);
      await typePassword(page, appUrl(tenant), member);
      await reached(page, '/u/mfa-phone-challenge');
      await see('phone-challenge');
      expect(problems).toEqual([]);
    });
  },
);
