/** Who may press the local tenant's buttons, whose result a page shows, and when it answers. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OktaOperator, signIn, UserAgent } from '../../emulator/index.ts';
import { type PublishedTenant, startPublishedTenant } from '../support/published.ts';

let tenant: PublishedTenant;
let origin: string;
beforeAll(async () => {
  tenant = await startPublishedTenant();
  origin = tenant.emulator.browserOrigin;
});
afterAll(() => tenant.emulator.close());

const send = (path: string, headers: Record<string, string>, body: Record<string, string> = {}) =>
  fetch(origin + path, { method: 'POST', headers, body: new URLSearchParams(body), redirect: 'manual' });

describe('a button of Okta or of a sample application', () => {
  const BUTTONS = [
    '/_local/okta/acme/admin/people',
    '/_local/okta/acme/admin/express-configure',
    '/_local/okta/acme/home',
    '/_local/okta/acme/signin/x',
    '/_local/app/logout',
    '/_local/reports/logout',
  ];
  const foreign = (): Record<string, string>[] => [
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:1' },
    { origin: `${origin}.evil.example` },
    { origin: 'null' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'Cross-Site' },
    { 'sec-fetch-site': 'made up' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { origin: origin.replace('localhost', '[::1]') },
    { origin: origin.replace('http:', 'https:') },
    { origin: 'file://' },
  ];

  test.each(BUTTONS)(
    '%s is pressed by its own pages and by programs, and by no page of another origin',
    async (path) => {
      for (const headers of foreign()) {
        const answer = await send(path, headers);
        expect([headers, answer.status, await answer.json()]).toEqual([
          headers,
          403,
          expect.objectContaining({ error: 'foreign-origin' }),
        ]);
      }
      for (const headers of [{ origin }, { origin: 'null', 'sec-fetch-site': 'same-origin' }, {}]) {
        expect((await send(path, headers)).status).not.toBe(403);
      }
    },
  );

  test('a page below /_local/ that nothing lists as open is not for other origins', async () => {
    const look = (path: string) => fetch(origin + path, { headers: { 'sec-fetch-site': 'cross-site' } });
    for (const path of ['/_local/runs', '/_local/mail/x', '/_local/anything', '/_local']) {
      expect((await look(path)).status, path).toBe(403);
    }
    for (const path of ['/_local/health', '/_local/app/', '/_local/okta/acme']) {
      expect((await look(path)).status, path).toBe(200);
    }
  });

  test('a back-channel logout comes from a server, which has no origin', async () => {
    expect((await send('/_local/app/backchannel-logout', {}, { logout_token: 'x' })).status).toBe(400);
  });
});

describe('the result of Express Configuration', () => {
  const callback = async (query: string) => {
    const answer = await fetch(`${origin}/_local/okta/callback${query}`);
    return { status: answer.status, html: await answer.text() };
  };
  const events = async () =>
    (await (await fetch(`${origin}/_local/okta/acme/admin`)).text()).match(/<ol class="events">[\s\S]*?<\/ol>/)?.[0];

  test('is of the org that was named: one that is not there begins no other’s run', async () => {
    const before = await events();
    for (const org of ['<script>', 'acme%20', '', 'acme&org=globex']) {
      const answer = await fetch(`${origin}/_local/okta/start?org=${org}`, { redirect: 'manual' });
      expect([org, answer.status]).toEqual([org, 404]);
      expect(await answer.text()).not.toContain('<script');
    }
    expect((await fetch(`${origin}/_local/okta/start`, { redirect: 'manual' })).status).toBe(302);
    expect(await events()).toBe(before);
  });

  test('is the run’s whose state it carries: made up, missing or used before it shows nobody’s, and logs nothing', async () => {
    const okta = new OktaOperator(origin, 'acme');
    const done = await okta.expressConfigure('sso', tenant.customers.acmeAdmin);
    expect(done.html).toContain('express-configure-grant');
    const before = await events();
    for (const query of ['', '?state=x&code=y', '?error=access_denied&error_description=x', done.url.search]) {
      const { status, html } = await callback(query);
      expect([query, status]).toEqual([query, 400]);
      expect(html).toContain('belongs to no run that was begun here');
      expect(html).not.toContain('express-configure-grant');
      expect(html).not.toContain(tenant.customers.acmeAdmin.userId);
    }
    expect(await events()).toBe(before);
  });

  test('of a refused login has that login’s Actions, whoever logged in after it', async () => {
    const { okta } = tenant.emulator;
    const { member, acmeAdmin } = tenant.customers;
    const refused = await signIn(
      new UserAgent(okta.redirectUri),
      await okta.begin({ run: { org: 'acme', feature: 'sso' } }),
      member,
    );
    await tenant.login(acmeAdmin);
    const { status, html } = await callback(refused.callback.search);
    expect(status).toBe(400);
    expect(html).toContain('express-configure-step-up');
    expect(html).not.toContain('express-configure-grant');
    expect(html).toContain('EC_NOT_AUTHORIZED');
  });

  test('of a login in which no Action ran has none', async () => {
    const { okta } = tenant.emulator;
    const begun = await okta.begin();
    const { html } = await callback(`?error=server_error&state=${begun.searchParams.get('state')}`);
    expect(html).toContain('None ran.');
  });
});

describe('a tenant that is ready', () => {
  test('says that it is at /_local/health', async () => {
    const answer = await fetch(`${origin}/_local/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready', domain: tenant.emulator.domain }]);
    expect((await fetch(`${origin}/_local/health`, { method: 'POST' })).status).toBe(404);
  });
});
