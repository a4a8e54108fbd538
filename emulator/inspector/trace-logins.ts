import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { pushedParameters } from '../login/sent-parameters.ts';
import { routes } from '../routes.ts';
import { findClient, findUser, type TenantState } from '../state.ts';
import type { Logins } from './logins.ts';
import type { Timeline } from './timeline.ts';

/** Lists the parameters that distinguish requests for a login. */
const SHOWN_PARAMETERS = ['audience', 'scope', 'organization', 'prompt', 'connection', 'login_hint'];

/** Records the course of each login, and sets its number in `ctx.state.login`. Actions are recorded where they run. */
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

  const traced = routes({
    async '* /authorize'(ctx, next) {
      ctx.state.login = begin({ ...(await pushedParameters(provider, ctx.query)), ...ctx.query });
      await next();
    },
    async '* /authorize/:uid'(ctx, next) {
      ctx.state.login = logins.of(ctx.params.uid);
      await next();
    },
    async '* /u/*page'(ctx, next) {
      await next();
      recordPage(ctx, ctx.params.page ?? '', timeline);
    },
  });
  return (ctx, next) => {
    ctx.state.login = logins.of(ctx.query.state);
    return traced(ctx, next);
  };

  /** Begins with what the address asks for, and what was pushed before. */
  function begin(sent: Record<string, unknown>): number {
    const login = logins.begin();
    const asked = SHOWN_PARAMETERS.flatMap((name): [string, string][] => {
      const value = sent[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    const clientId = String(sent.client_id ?? '');
    const client = findClient(state, clientId)?.name ?? clientId;
    timeline.record({ kind: 'login-started', client, asked: Object.fromEntries(asked) }, login);
    return login;
  }
}

function recordPage(ctx: Context, page: string, timeline: Timeline): void {
  const { login, complaint } = ctx.state;
  if (ctx.method === 'GET') {
    if (ctx.status === 200 && ctx.response.is('html')) timeline.record({ kind: 'page-shown', page }, login);
  } else {
    const error = typeof complaint === 'string' ? { error: complaint } : {};
    timeline.record({ kind: 'page-answered', page, accepted: ctx.status < 400, ...error }, login);
  }
}
