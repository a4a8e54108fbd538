/** Applications on express-openid-connect at a real browser: as the package comes, and with the code flow. */
import express from 'express';
import { auth, type ConfigParams, requiresAuth } from 'express-openid-connect';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executable, launchBrowser, type TestBrowser } from '../../support/browser.ts';
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

const PATIENCE_MS = 300_000;

/** An application with a page for who is logged in, one that calls the API, and one that refreshes. */
const application = (settings: (own: SdkApplication) => ConfigParams): Promise<SdkApplication> =>
  rig.serve({ app_type: 'regular_web', callbackPath: '/callback' }, (own) => {
    const app = express();
    app.use(
      auth({
        issuerBaseURL: rig.tenant.emulator.issuer,
        baseURL: own.origin,
        clientID: own.clientId,
        secret: 'a secret of the application, for its cookies',
        authRequired: false,
        idpLogout: true,
        httpTimeout: PATIENCE_MS,
        ...settings(own),
      }),
    );
    app.get('/', (request, response) => response.json({ loggedIn: request.oidc.isAuthenticated() }));
    app.get('/profile', requiresAuth(), (request, response) => response.json(request.oidc.idTokenClaims));
    app.get('/orders', requiresAuth(), async (request, response) => {
      const { access_token = '' } = request.oidc.accessToken ?? {};
      const orders = await fetch(rig.api, { headers: { authorization: `Bearer ${access_token}` } });
      response.status(orders.status).json(await orders.json());
    });
    app.get('/refresh', requiresAuth(), async (request, response) => {
      const before = request.oidc.refreshToken;
      await request.oidc.accessToken?.refresh();
      response.json({ isNew: request.oidc.refreshToken !== before });
    });
    return app;
  });

/** What the application shows, as JSON. */
async function shown(page: Page, address: string): Promise<Record<string, unknown>> {
  await page.goto(address);
  return JSON.parse((await page.textContent('body')) ?? '');
}

async function logIn({ origin }: SdkApplication): Promise<Page> {
  const page = await browser.person({ ignoreHTTPSErrors: true });
  await page.goto(`${origin}/profile`);
  await typeLogin(page, rig.tenant.customers.acmeAdmin);
  await page.waitForURL(`${origin}/profile`);
  expect(JSON.parse((await page.textContent('body')) ?? '')).toMatchObject({
    email: 'ada@acme.com',
    org_id: rig.acme,
  });
  return page;
}

/** Out of the application and of the tenant, without a question. */
async function logOut({ origin }: SdkApplication, page: Page): Promise<void> {
  expect(await shown(page, `${origin}/logout`)).toEqual({ loggedIn: false });
  expect(page.url()).toBe(`${origin}/`);
  await page.goto(`${origin}/profile`);
  expect(new URL(page.url()).pathname).toBe('/u/login/identifier');
}

describe.skipIf(executable === undefined)('express-openid-connect', () => {
  test('with its default settings logs in with an organization, and out', async () => {
    const shop = await application(() => ({ authorizationParams: { organization: rig.acme } }));
    const page = await logIn(shop);
    await logOut(shop, page);
  });

  test.each([false, true])('with the code flow calls an API, refreshes and logs out; pushed: %s', async (pushed) => {
    const shop = await application(({ clientSecret }) => ({
      clientSecret,
      pushedAuthorizationRequests: pushed,
      authorizationParams: { response_type: 'code', audience: ORDERS, scope: SCOPE, organization: rig.acme },
    }));
    const page = await logIn(shop);
    const claims = { scope: SCOPE, org_id: rig.acme };
    expect(await shown(page, `${shop.origin}/orders`)).toMatchObject(claims);
    expect(await shown(page, `${shop.origin}/refresh`)).toEqual({ isNew: true });
    expect(await shown(page, `${shop.origin}/refresh`)).toEqual({ isNew: true });
    expect(await shown(page, `${shop.origin}/orders`)).toMatchObject(claims);
    await logOut(shop, page);
  });
});
