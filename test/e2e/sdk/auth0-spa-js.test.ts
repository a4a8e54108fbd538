/** An application in the browser on @auth0/auth0-spa-js: with refresh tokens, and with the silent login of its frame. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { rootDir } from '../../support/project.ts';
import { ORDERS, SCOPE, type SdkApplication, type SdkRig, startSdkRig, typeLogin } from '../../support/sdk-rig.ts';

let rig: SdkRig;
let browser: TestBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  [rig, browser] = await Promise.all([startSdkRig(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await rig?.[Symbol.asyncDispose]();
});

const SDK = await readFile(join(rootDir, 'node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js'), 'utf8');

/** How long the SDK waits for its frame: a busy machine needs a minute for what takes a second. */
const PATIENCE_SECONDS = 300;

const application = (): Promise<SdkApplication> =>
  rig.serve({ app_type: 'spa', callbackPath: '/' }, () => (request, response) => {
    if (request.url === '/sdk.js') response.setHeader('content-type', 'text/javascript').end(SDK);
    else
      response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/sdk.js"></script><p>shop</p>');
  });

/** Runs a function body in the page, where `client` is the SDK's; its value comes back as JSON. */
async function inPage<T>(page: Page, app: SdkApplication, body: string, more: object = {}): Promise<T> {
  const options = {
    domain: rig.tenant.emulator.domain,
    clientId: app.clientId,
    authorizeTimeoutInSeconds: PATIENCE_SECONDS,
    httpTimeoutInSeconds: PATIENCE_SECONDS,
    authorizationParams: { audience: ORDERS, scope: SCOPE, organization: rig.acme, redirect_uri: `${app.origin}/` },
    ...more,
  };
  return page.evaluate<T>(`(async () => {
    globalThis.client ??= new auth0.Auth0Client(${JSON.stringify(options)});
    const client = globalThis.client;
    ${body}
  })()`);
}

async function logIn(page: Page, app: SdkApplication, more: object): Promise<void> {
  await page.goto(`${app.origin}/`);
  await inPage(page, app, 'void client.loginWithRedirect();', more);
  await page.waitForURL(/\/u\/login\/identifier/);
  await typeLogin(page, rig.tenant.customers.acmeAdmin);
  await page.waitForURL((url) => url.origin === app.origin && url.searchParams.has('code'));
  await inPage(page, app, 'await client.handleRedirectCallback(); history.replaceState({}, "", "/");', more);
  expect(await inPage(page, app, 'return client.getUser();')).toMatchObject({
    email: 'ada@acme.com',
    org_id: rig.acme,
  });
}

const call = (page: Page, app: SdkApplication, token: string): Promise<unknown> =>
  inPage(
    page,
    app,
    `return (await fetch('${rig.api}', { headers: { authorization: 'Bearer ' + ${JSON.stringify(token)} } })).json();`,
  );

const newToken = (page: Page, app: SdkApplication, more?: object): Promise<string> =>
  inPage(page, app, "return client.getTokenSilently({ cacheMode: 'off' });", more);

describe.skipIf(executable === undefined)('auth0-spa-js', () => {
  test.each([
    ['refresh tokens', { useRefreshTokens: true }],
    ['silent logins', {}],
  ])('logs in with an organization, calls an API, gets new tokens by %s, and logs out', async (_by, more) => {
    const app = await application();
    const page = await browser.person({ ignoreHTTPSErrors: true });
    await logIn(page, app, more);
    const first = await inPage<string>(page, app, 'return client.getTokenSilently();');
    expect(await call(page, app, first)).toMatchObject({ azp: app.clientId, org_id: rig.acme });
    const { clock } = rig.tenant.emulator;
    // Two tokens of one second would be the same.
    clock.advance(2_000);
    const second = await newToken(page, app);
    clock.advance(2_000);
    const third = await newToken(page, app);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await call(page, app, third)).toMatchObject({ azp: app.clientId, org_id: rig.acme });

    await inPage(page, app, `void client.logout({ logoutParams: { returnTo: '${app.origin}/bye' } });`);
    await page.waitForURL(`${app.origin}/bye`);
    const error = "try { await client.getTokenSilently(); return 'a token'; } catch (error) { return error.error; }";
    expect(await inPage(page, app, error)).toBe('login_required');
  });

  test('is given nothing at an origin that is not one of the application’s', async () => {
    const app = await application();
    const page = await browser.person({ ignoreHTTPSErrors: true });
    await logIn(page, app, {});
    await rig.tenant.auth0.clients.update(app.clientId, { web_origins: ['https://elsewhere.example'] });
    const error =
      "try { await client.getTokenSilently({ cacheMode: 'off', timeoutInSeconds: 3 }); return 'a token'; } catch (error) { return error.error; }";
    expect(await inPage(page, app, error)).toBe('timeout');
  });
});
