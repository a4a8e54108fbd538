/** A SaaS application in the shape the documentation asks for: an initiate-login endpoint, a callback, and back-channel logout. */
import type { Context, Middleware } from 'koa';
import type { Addresses } from '../addresses.ts';
import { readForm } from '../login/form.ts';
import { appHomePage, appRefusedPage } from '../pages/app.ts';
import { SHELL_POLICY } from '../pages/shell.ts';
import { literally, routes } from '../routes.ts';
import { AppClient, type AppRegistration } from './app-client.ts';
import { AppSessions } from './app-sessions.ts';

export interface SampleAppOptions {
  name: string;
  /** The path of its pages on this machine, for instance `/_local/app`. */
  path: string;
  issuer: string;
  addresses: Addresses;
  /** Finds a customer's organization id by the name that a person typed, as the application's own records would. */
  customerId: (name: string) => string | undefined;
}

export interface SampleApp {
  readonly name: string;
  /** The path for people's browsers. */
  readonly path: string;
  /** Makes it the application of a client of the tenant: from now on the client's published address leads here. */
  register(registration: AppRegistration): void;
  readonly routes: Middleware;
}

interface Registered {
  client: AppClient;
  clientId: string;
  routes: Middleware;
}

export function createSampleApp({ name, path, issuer, addresses, customerId }: SampleAppOptions): SampleApp {
  const sessions = new AppSessions();
  const cookie = { session: `${path.split('/').at(-1)}_session`, login: `${path.split('/').at(-1)}_login` };
  const cookieOptions = { path, httpOnly: true, sameSite: 'lax', signed: false, overwrite: true } as const;
  let registered: Registered | undefined;

  async function login(ctx: Context, client: AppClient): Promise<void> {
    const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
    const { organization, company, invitation, connection, login_hint } = ctx.query;
    const typed = text(company);
    const { url, state } = await client.begin({
      organization: text(organization) ?? (typed && (customerId(typed) ?? typed)),
      invitation: text(invitation),
      connection: text(connection),
      login_hint: text(login_hint),
    });
    ctx.cookies.set(cookie.login, state, cookieOptions);
    ctx.redirect(url.href);
  }

  async function callback(ctx: Context, client: AppClient): Promise<void> {
    const state = ctx.cookies.get(cookie.login) ?? '';
    ctx.cookies.set(cookie.login, null, cookieOptions);
    try {
      const claims = await client.complete(state, ctx.search);
      ctx.cookies.set(cookie.session, sessions.start(claims), cookieOptions);
      ctx.redirect(`${path}/`);
    } catch (error) {
      const { error: code, error_description } = ctx.query;
      const reason = typeof code === 'string' ? `${code}: ${String(error_description ?? '')}` : String(error);
      page(ctx, appRefusedPage({ name, path, reason }), 400);
    }
  }

  async function logout(ctx: Context, clientId: string): Promise<void> {
    sessions.delete(ctx.cookies.get(cookie.session));
    ctx.cookies.set(cookie.session, null, cookieOptions);
    ctx.status = 303;
    ctx.redirect(`${issuer}v2/logout?client_id=${clientId}`);
  }

  async function backchannelLogout(ctx: Context, client: AppClient): Promise<void> {
    try {
      sessions.endBy(await client.logoutOf((await readForm(ctx)).logout_token ?? ''));
      ctx.status = 200;
      ctx.body = '';
    } catch (error) {
      ctx.status = 400;
      ctx.body = { error: 'invalid_request', error_description: String(error) };
    }
  }

  function home(ctx: Context): void {
    const session = sessions.find(ctx.cookies.get(cookie.session));
    page(ctx, appHomePage({ name, path, isRegistered: registered !== undefined, session }));
  }

  const routesOf = (client: AppClient, clientId: string, callbackPath: string): Middleware =>
    routes({
      [`* ${path}${literally(callbackPath)}`]: (ctx) => callback(ctx, client),
      [`* ${path}/login`]: (ctx) => login(ctx, client),
      [`POST ${path}/logout`]: (ctx) => logout(ctx, clientId),
      [`POST ${path}/backchannel-logout`]: (ctx) => backchannelLogout(ctx, client),
    });

  return {
    name,
    path,
    register({ clientId, clientSecret, callback: address }) {
      const { origin, pathname } = new URL(address);
      addresses.serve(origin, path);
      const client = new AppClient(issuer, { clientId, clientSecret, callback: address });
      registered = { client, clientId, routes: routesOf(client, clientId, pathname) };
    },
    routes: routes({
      [`* ${path}`]: (ctx) => ctx.redirect(`${path}/`),
      [`* ${path}/`](ctx) {
        ctx.set('cache-control', 'no-store');
        home(ctx);
      },
      [`* ${path}/*page`](ctx, next) {
        ctx.set('cache-control', 'no-store');
        return registered === undefined ? next() : registered.routes(ctx, next);
      },
    }),
  };
}

function page(ctx: Context, body: string, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.set('content-security-policy', SHELL_POLICY);
  ctx.body = body;
}
