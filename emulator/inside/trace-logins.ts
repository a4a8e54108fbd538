import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { findClient, findUser, type TenantState } from '../state.ts';
import type { Logins } from './logins.ts';
import type { Timeline } from './timeline.ts';

const AUTHORIZE = '/authorize';
const PAGES = '/u/';
/** Of a request for a login, what tells one from another. */
const SHOWN_PARAMETERS = ['audience', 'scope', 'organization', 'prompt', 'connection', 'login_hint'];

/** Records the course of each login, and leaves its number in `ctx.state.login`. Actions are recorded where they run. */
export function traceLogins(provider: Provider, state: TenantState, timeline: Timeline, logins: Logins): Middleware {
  provider.on('interaction.started', (ctx) => logins.name(ctx.state.login, ctx.oidc.entities.Interaction?.uid));
  provider.on('authorization.success', (ctx, response) => {
    const { accountId = '' } = ctx.oidc.session ?? {};
    logins.name(ctx.state.login, response?.code);
    timeline.record({ kind: 'login-finished', user: findUser(state, accountId)?.email ?? accountId }, ctx.state.login);
  });
  provider.on('authorization.error', (ctx, { error, error_description, message }) =>
    timeline.record({ kind: 'login-refused', error, description: error_description ?? message }, ctx.state.login),
  );

  return async (ctx, next) => {
    if (ctx.path === AUTHORIZE) ctx.state.login = begin(ctx);
    else ctx.state.login = logins.of(nameIn(ctx));
    await next();
    if (ctx.path.startsWith(PAGES)) recordPage(ctx, timeline);
  };

  function begin(ctx: Context): number {
    const login = logins.begin();
    const asked = SHOWN_PARAMETERS.flatMap((name): [string, string][] => {
      const value = ctx.query[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    const clientId = String(ctx.query.client_id ?? '');
    const client = findClient(state, clientId)?.name ?? clientId;
    timeline.record({ kind: 'login-started', client, asked: Object.fromEntries(asked) }, login);
    return login;
  }
}

const nameIn = ({ path, query }: Context): unknown =>
  path.startsWith(`${AUTHORIZE}/`) ? path.slice(AUTHORIZE.length + 1) : query.state;

function recordPage(ctx: Context, timeline: Timeline): void {
  const { login, complaint } = ctx.state;
  const page = ctx.path.slice(PAGES.length);
  if (ctx.method === 'GET') {
    if (ctx.status === 200 && ctx.response.is('html')) timeline.record({ kind: 'page-shown', page }, login);
  } else {
    const error = typeof complaint === 'string' ? { error: complaint } : {};
    timeline.record({ kind: 'page-answered', page, accepted: ctx.status < 400, ...error }, login);
  }
}
