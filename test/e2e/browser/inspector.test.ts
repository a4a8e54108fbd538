/** The page at `/_local/`, in a browser: alive with a script, readable without, usable by everybody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { look } from '../../support/page-audit.ts';
import { startTestTenant, type TestTenant } from '../../support/tenant.ts';

let tenant: TestTenant;
let browser: TestBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  [tenant, browser] = await Promise.all([startTestTenant(), launchBrowser()]);
  await tenant.login(tenant.customers.acmeAdmin);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await tenant?.emulator.close();
});

const address = (): string => `${tenant.emulator.browserOrigin}/_local/`;
const numbers = "[...document.querySelectorAll('#timeline > li')].map((item) => Number(item.dataset.n))";
const newestFirst = (): number[] =>
  tenant.emulator
    .timeline()
    .map(({ n }) => n)
    .reverse();

describe.skipIf(executable === undefined)('what happens inside', () => {
  test('is readable without a script, and every control by keyboard, on a phone and on a desktop', async () => {
    const page = await browser.person({ javaScriptEnabled: false });
    const response = await page.goto(address());
    const policy = (await response?.headerValue('content-security-policy')) ?? '';
    expect(policy.replace(/'sha256-[^']+'/, 'HASH')).toBe(
      "default-src 'none'; style-src 'self' HASH; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(await page.locator('#timeline > li').count()).toBe(newestFirst().length);
    const event = page.locator('details').first();
    expect(await event.locator('pre').isVisible()).toBe(false);
    await event.getByText('event').click();
    expect(await event.locator('pre').isVisible()).toBe(true);
    expect(await page.getByText('Management API requests').isVisible()).toBe(true);

    await page.getByLabel('API requests').uncheck();
    expect(await page.locator('#timeline > li.request').first().isVisible()).toBe(false);
    expect(await page.locator('#timeline > li.login').first().isVisible()).toBe(true);
    const looked = await browser.person();
    await looked.goto(address());
    expect(await look(looked, 'inside')).toEqual([]);
  });

  test('comes to the page as it happens, newest first, each thing once', async () => {
    const page = await browser.person();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(address());
    await page.getByText('Live.').waitFor();
    await Promise.all([tenant.auth0.roles.list(), tenant.login(tenant.customers.member)]);
    await expect.poll(() => page.evaluate(numbers)).toEqual(newestFirst());
    expect(await page.getByText('Login fails').innerText()).toBe('Login fails');

    await tenant.emulator.reset();
    await expect.poll(() => page.locator('#timeline > li p').allInnerTexts()).toEqual(['Control reset']);
    expect(complaints).toEqual([]);
  });
});
