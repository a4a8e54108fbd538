/** The pages of one Okta org: its Admin Console, signing in, and its people's applications. */

import type { Context, Middleware } from 'koa';
import { readForm } from '../../login/form.ts';
import { adminPath, assignmentsPage, peoplePage, provisioningPage, signOnPage } from '../../pages/okta/admin.ts';
import { dashboardPage, signInPage } from '../../pages/okta/user.ts';
import { SHELL_POLICY } from '../../pages/shell.ts';
import { type RouteHandler, routes } from '../../routes.ts';
import { findPerson, mayUseApp, type OktaOrg, type OktaPerson } from './org.ts';
import { type OrgProvider, SESSION_SECONDS } from './org-provider.ts';
import type { OrgRoutesOptions } from './org-routes-options.ts';
import { provision } from './scim-client.ts';
import { signIn } from './sign-in.ts';
import { clearSessions, endOktaSessions } from './universal-logout.ts';

const SCOPES = { sso: 'openid express_configure:sso', scim: 'openid express_configure:scim' };

export function orgRoutes(options: OrgRoutesOptions): Middleware {
  const base = `/_local/okta/${options.org.name}`;
  const page =
    (handler: (ctx: Context, options: OrgRoutesOptions, name: string) => unknown): RouteHandler =>
    (ctx) => {
      ctx.set('cache-control', 'no-store');
      ctx.set('content-security-policy', SHELL_POLICY);
      return handler(ctx, options, ctx.params.page ?? '');
    };
  const toAdmin = page((ctx) => ctx.redirect(adminPath(options.org)));
  return routes({
    [`* ${base}`]: toAdmin,
    [`* ${base}/`]: toAdmin,
    [`* ${base}/signin{/:page}{/}`]: page(signIn),
    [`* ${base}/home{/:page}{/}`]: page(home),
    [`POST ${base}/admin{/:page}{/}`]: page(act),
    [`GET|HEAD ${base}/admin{/:page}{/}`]: page(show),
  });
}

const PAGES = new Map([
  ['', signOnPage],
  ['provisioning', provisioningPage],
  ['assignments', assignmentsPage],
  ['people', peoplePage],
]);

function show(ctx: Context, { org, application }: OrgRoutesOptions, page: string): void {
  const view = PAGES.get(page);
  if (view === undefined) return;
  ctx.type = 'html';
  ctx.body = view({ org, application: application() });
}

async function act(ctx: Context, options: OrgRoutesOptions, page: string): Promise<void> {
  const { org, okta } = options;
  const fields = await readForm(ctx);
  if (page === 'express-configure') {
    const feature = fields.feature === 'scim' ? 'scim' : 'sso';
    const url = await okta.begin({ scope: SCOPES[feature], run: { org: org.name, feature } });
    return see(ctx, url.href);
  }
  const person = findPerson(org, fields.person);
  if (person !== undefined) await change(options, person, fields.action);
  see(ctx, adminPath(org, `/${page}`));
}

async function change(
  { org, provider }: OrgRoutesOptions,
  person: OktaPerson,
  action: string | undefined,
): Promise<void> {
  switch (action) {
    case 'assign':
      org.app.assigned.add(person.id);
      return provision(org, person);
    case 'unassign':
      org.app.assigned.delete(person.id);
      return provision(org, person);
    case 'activate':
      person.status = 'active';
      return provision(org, person);
    case 'deactivate':
      person.status = 'deactivated';
      endOktaSessions(provider, person);
      return provision(org, person);
    case 'clear-sessions':
      return clearSessions(org, provider, person);
  }
}

function see(ctx: Context, url: string): void {
  ctx.status = 303;
  ctx.redirect(url);
}

/** Shows the end-user dashboard, or without a session the sign-in page. */
async function home(ctx: Context, options: OrgRoutesOptions, page: string): Promise<void> {
  const { org, application } = options;
  const { provider } = options.provider;
  const session = await provider.Session.get(ctx);
  if (ctx.method === 'POST') {
    const { action, person: id } = await readForm(ctx);
    const person = findPerson(org, id);
    if (action === 'sign-out') await session.destroy();
    else if (person?.status === 'active') {
      session.loginAccount({ accountId: person.id });
      await session.save(SESSION_SECONDS);
      setSessionCookie(ctx, provider, session.jti);
    }
    return see(ctx, ctx.path);
  }
  const person = findPerson(org, session.accountId);
  const tile = person && loginUriFor(org, person);
  if (page === 'app' && tile !== undefined) return ctx.redirect(tile);
  ctx.type = 'html';
  ctx.body = person
    ? dashboardPage({ org, person, application: application(), hasTile: tile !== undefined })
    : signInPage({ org });
}

function setSessionCookie(ctx: Context, provider: OrgProvider['provider'], id: string): void {
  const { cookies } = provider.createContext(ctx.req, ctx.res);
  cookies.set(provider.cookieName('session'), id, {
    httpOnly: true,
    sameSite: 'lax',
    signed: true,
    path: '/',
    overwrite: true,
  });
}

/** The initiate login URI, its variables filled in as Okta does when the tile is clicked. */
function loginUriFor(org: OktaOrg, person: OktaPerson): string | undefined {
  const { sso } = org.app;
  if (sso === undefined || !mayUseApp(org, person)) return undefined;
  return sso.initiate_login_uri_template
    .replaceAll('{organization_name}', encodeURIComponent(sso.organization_name))
    .replaceAll('{organization_id}', encodeURIComponent(sso.organization_id))
    .replaceAll('{connection_name}', encodeURIComponent(sso.connection_name));
}
