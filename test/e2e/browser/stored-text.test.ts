/** What is stored on the tenant is text on every page that shows it: attacked with values that are stored, page by page. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OktaOperator, OktaUser, UserAgent, type VisitedPage } from '../../../emulator/index.ts';
import { executable, launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { type PublishedTenant, startPublishedTenant } from '../../support/published.ts';
import { builtActions } from '../../support/tenant.ts';
import { webLogin } from '../../support/web-login.ts';

const MARK = 'ZQX';
/** Ends an attribute of either kind, a title, a text area, a style, a script and a comment, and then does harm. */
const EVIL = `${MARK}"'></title></style></textarea></script>--><img src=x onerror="globalThis.harm=1"><script>globalThis.harm=1</script><a href="javascript:globalThis.harm=1">x</a><svg onload="globalThis.harm=1">`;

let tenant: PublishedTenant;
let browser: TestBrowser;
/** The newest page of each address. */
const pages = new Map<string, string>();
beforeAll(async () => {
  if (executable === undefined) return;
  [tenant, browser] = await Promise.all([startPublishedTenant(), launchBrowser()]);
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
    const response = await fetch(...request);
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (isPage && response.headers.get('location') === null) {
      const { pathname } = new URL(String(request[0] instanceof Request ? request[0].url : request[0]));
      const key = pathname.replace(/\/signin\/.*/, '/signin');
      pages.set(`${response.status} ${key}`, await response.clone().text());
    }
    return response;
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await browser?.[Symbol.asyncDispose]();
  await tenant?.emulator.close();
});

type Records = Record<string, Record<string, unknown>[]> & { settings: Record<string, unknown> };

/** Every text that people see, of every kind of record; what is looked up by name keeps its name. */
function poison(): void {
  const snapshot = JSON.parse(JSON.stringify(tenant.emulator.takeSnapshot()));
  const state: Records = snapshot.state;
  const each = (section: string, change: Record<string, unknown>): void => {
    for (const record of state[section] ?? []) Object.assign(record, change);
  };
  Object.assign(state.settings, {
    friendly_name: `${EVIL.repeat(12)}\ud800`,
    support_email: EVIL,
    support_url: EVIL,
    picture_url: EVIL,
  });
  each('clients', { name: EVIL, description: EVIL, logo_uri: EVIL });
  each('organizations', {
    display_name: EVIL,
    branding: { logo_url: EVIL },
    metadata: { domains: 'acme.com', x: EVIL },
  });
  each('connections', { display_name: EVIL });
  each('roles', { description: EVIL });
  each('users', {
    name: EVIL,
    nickname: EVIL,
    given_name: EVIL,
    family_name: EVIL,
    picture: EVIL,
    user_metadata: { x: EVIL },
  });
  for (const server of state.resourceServers ?? []) {
    const { scopes = [] } = server;
    server.name = EVIL;
    server.scopes = (Array.isArray(scopes) ? scopes : []).map((scope) => ({ ...scope, description: EVIL }));
  }
  const mail = { subject: EVIL, text: EVIL, to: EVIL, sent_at: new Date().toISOString() };
  state.mails = [
    { id: 'mail_evil', link: 'javascript:globalThis.harm=1', ...mail },
    { id: 'mail_code', kind: 'sms', code: `${EVIL} code`, ...mail },
  ];
  const [user] = state.users ?? [];
  const [method] = state.authenticationMethods ?? [];
  const [user_id, email] = [`auth0|${EVIL}`, `${EVIL}@acme.com`];
  state.users = [...(state.users ?? []), { ...user, user_id, email }];
  state.authenticationMethods = [...(state.authenticationMethods ?? []), { ...method, id: 'totp|dev_evil', user_id }];
  each('invitations', { inviter: { name: EVIL } });
  tenant.emulator.loadSnapshot(snapshot);
}

const shown = (at: VisitedPage | { callback: URL }): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`led to ${at.callback.href}`);
};

const visit = async (path: string, agent = new UserAgent()): Promise<VisitedPage> =>
  shown(await agent.visit(new URL(path, tenant.emulator.browserOrigin)));

/** Up to the page that an Action leads to, as somebody who has a password. */
async function reach(body: string): Promise<UserAgent> {
  const code = `exports.onExecutePostLogin = async (event, api) => { ${body} };`;
  await tenant.bindActions([{ name: 'asks', code }]);
  const { username, password } = tenant.customers.globexAdmin;
  const agent = new UserAgent(`${tenant.emulator.browserOrigin}/_local/app/callback`);
  const { url } = await webLogin(tenant);
  const identifier = shown(await agent.visit(url));
  await agent.submit(shown(await agent.submit(identifier, { username })), { password });
  return agent;
}

const FACTORS = ['otp', 'phone', 'push-notification', 'webauthn-roaming', 'webauthn-platform', 'recovery-code'];

/** What a browser makes of a page that no policy protects, and what in it could do harm. */
async function harmIn(html: string): Promise<unknown> {
  const page = await browser.person();
  await page.setContent(html, { waitUntil: 'domcontentloaded' });
  const found = await page.evaluate<unknown>(`({
    ran: globalThis.harm ?? 0,
    images: document.images.length,
    scripts: [...document.scripts].filter(({ src, outerHTML }) => !/^<script src="\\/_local\\/[\\w./-]+"/.test(outerHTML)).length,
    acts: [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].filter(({ name, value }) =>
      /^on/i.test(name) || (/^(href|src|action|formaction|xlink:href)$/i.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value)))).map(({ name, value }) => name + '=' + value),
  })`);
  await page.context().close();
  return found;
}

describe.skipIf(executable === undefined)('every page', { timeout: 20 * 60_000 }, () => {
  test('shows stored texts as texts', async () => {
    const { auth0, emulator, customers, webApp } = tenant;
    for (const factor of ['sms', 'push-notification', 'webauthn-roaming', 'webauthn-platform'] as const) {
      await auth0.guardian.factors.set(factor, { enabled: true });
    }
    await auth0.guardian.factors.phone.setMessageTypes({ message_types: ['sms', 'voice'] });
    await auth0.clients.update(webApp.clientId, { initiate_login_uri: 'https://saas.example/login' });
    const { id: acme = '' } = await auth0.organizations.getByName('acme');
    const { invitation_url: link = '' } = await auth0.organizations.invitations.create(acme, {
      inviter: { name: 'Ada' },
      invitee: { email: 'nora@partner.example' },
      client_id: webApp.clientId,
    });
    poison();

    // Okta's console, its people, the applications, and all pages of a login between them.
    const okta = new OktaOperator(emulator.browserOrigin, 'acme');
    await okta.expressConfigure('sso', customers.acmeAdmin);
    await okta.assign('someone@acme.com');
    await okta.expressConfigure('scim', customers.acmeAdmin);
    const employee = new OktaUser(emulator.browserOrigin, 'someone@acme.com');
    await employee.signInAt('/_local/app', acme);
    await employee.openTile('acme');
    for (const tab of ['', '/provisioning', '/assignments', '/people']) await visit(`/_local/okta/acme/admin${tab}`);
    await okta.expressConfigure('sso', customers.globexAdmin).catch(() => undefined);

    // An Action's own words.
    const denied = `console.log(${JSON.stringify(EVIL)}); api.access.deny(${JSON.stringify(EVIL)});`;
    await tenant.bindActions([
      { name: 'denies', code: `exports.onExecutePostLogin = async (event, api) => { ${denied} };` },
    ]);
    await okta.expressConfigure('sso', customers.acmeAdmin);
    await employee.signInAt('/_local/app', acme);
    await new OktaUser(emulator.browserOrigin, 'someone@acme.com').signInAt('/_local/app', acme);

    // What a customer's provider writes over SCIM.
    const connections = (await auth0.connections.list({ strategy: ['okta'] })).data;
    const { token = '' } = await auth0.connections.scimConfiguration.tokens.create(connections[0]?.id ?? '', {});
    const users = `${emulator.issuer}scim/v2/connections/${connections[0]?.id}/Users`;
    const made = await fetch(users, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'mallory@acme.com',
        externalId: 'mallory',
        name: { givenName: EVIL, familyName: EVIL },
        emails: [{ value: 'mallory@acme.com', primary: true }],
        active: true,
      }),
    });
    expect([made.status, made.headers.get('content-type')]).toEqual([
      201,
      expect.stringMatching(/^application\/scim\+json/),
    ]);
    expect(await made.text()).toContain(MARK);

    // Factors, enrolment and the choice between them.
    const ofUser = customers.globexAdmin.userId;
    await auth0.users.authenticationMethods.deleteAll(ofUser);
    for (const type of FACTORS.slice(0, 5)) await reach(`api.authentication.enrollWith({ type: '${type}' });`);
    await reach(`api.authentication.enrollWithAny([{ type: 'otp' }, { type: 'phone' }]);`);
    await auth0.users.authenticationMethods.create(ofUser, { type: 'totp', totp_secret: 'JBSWY3DPEHPK3PXP' });
    await auth0.users.authenticationMethods.create(ofUser, { type: 'phone', phone_number: '+15550100', name: EVIL });
    for (const type of ['otp', 'phone', 'email']) await reach(`api.authentication.challengeWith({ type: '${type}' });`);
    await reach(`api.authentication.challengeWithAny([{ type: 'otp' }, { type: 'phone' }]);`);
    const { ticket_url } = await auth0.guardian.enrollments.createTicket({
      user_id: ofUser,
      allow_multiple_enrollments: true,
    });
    await visit(ticket_url ?? '');

    // Invitations, organizations, refusals and the end.
    const invitation = new URL(link).searchParams.get('invitation') ?? '';
    const guest = new UserAgent(webApp.callback);
    const { url: invited } = await webLogin(tenant, { invitation, organization: acme });
    await guest.submit(shown(await guest.visit(invited)), {});
    await visit((await emulator.okta.begin()).href);
    await visit('/u/login/identifier?state=gone');
    await visit('/authorize?client_id=nobody');
    const session = await reach('');
    await visit('/oidc/logout', session);
    await visit('/v2/logout');

    // What looks inside.
    for (const path of ['', 'timeline.html', 'mail', 'mail/mail_evil', 'mail/mail_code', 'authenticator', 'push']) {
      await visit(`/_local/${path}`);
    }
    await tenant.bindActions(await builtActions());

    const harmful: Record<string, unknown> = {};
    for (const [name, html] of pages) {
      const harm = await harmIn(html);
      if (JSON.stringify(harm) !== JSON.stringify({ ran: 0, images: 0, scripts: 0, acts: [] })) harmful[name] = harm;
    }
    expect(harmful).toEqual({});
    const attacked = [...pages].filter(([, html]) => html.includes(MARK)).map(([name]) => name.slice(4));
    expect(attacked).toEqual(
      expect.arrayContaining([
        '/_local/',
        '/_local/timeline.html',
        '/_local/mail',
        '/_local/mail/mail_evil',
        '/_local/authenticator',
        '/_local/push',
        '/_local/okta/acme/admin',
        '/_local/okta/callback',
        '/_local/app/callback',
        '/u/login/identifier',
        '/u/login/password',
        '/u/consent',
        '/u/accept-invitation',
        '/u/signup/password',
        '/u/mfa-otp-enrollment',
        '/u/mfa-otp-challenge',
        '/u/mfa-login-options',
        '/u/mfa-enroll-options',
        '/u/organization',
        '/mfa/enrollment',
      ]),
    );
  });
});
