import type { Context, Middleware } from 'koa';
import { type RouteHandler, routes } from '../routes.ts';
import { findClient, type TenantState } from '../state.ts';
import type { Logins } from './logins.ts';
import type { Timeline, TokenEvent } from './timeline.ts';

/** Lists the paths of the Management API and of what else Okta calls: Express Configuration, SCIM, Universal Logout. */
const APIS = ['/api/v2', '/_local/express-configuration', '/scim/v2', '/oauth/global-token-revocation'];

/** Records requests to the tenant's APIs and for tokens as the client saw them, and the mail that they sent. */
export function traceRequests(state: TenantState, timeline: Timeline, logins: Logins): Middleware {
  const reportMail = mailReporter(state, timeline);
  const recordRequest: RouteHandler = async (ctx, next) => {
    await next();
    const { path, method } = ctx;
    timeline.record({ kind: 'request', method, path, ...answerOf(ctx), write: method !== 'GET' });
  };
  const recorded = routes({
    ...Object.fromEntries(APIS.map((path) => [`* ${path}/{*rest}`, recordRequest])),
    async 'POST /oauth/token'(ctx, next) {
      await next();
      const params = paramsOf(ctx);
      timeline.record(tokenRequest(ctx, state, params), logins.of(params.code));
    },
  });
  return (ctx, next) =>
    recorded(ctx, async () => {
      try {
        await next();
      } finally {
        reportMail(ctx.state.login);
      }
    });
}

const answerOf = (ctx: Context): { status: number | null; fault?: string } => ({
  status: ctx.respond === false ? null : ctx.status,
  ...(ctx.state.fault === undefined ? {} : { fault: ctx.state.fault }),
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Returns the parameters as oidc-provider read them; a request that did not reach it has none. */
function paramsOf(ctx: Context): Record<string, unknown> {
  const params: unknown = isRecord(ctx.oidc) ? ctx.oidc.params : undefined;
  return isRecord(params) ? params : {};
}

function tokenRequest(ctx: Context, state: TenantState, params: Record<string, unknown>): TokenEvent {
  const oidc: Record<string, unknown> = isRecord(ctx.oidc) ? ctx.oidc : {};
  const client: unknown = isRecord(oidc.client) ? oidc.client.clientId : params.client_id;
  const clientId = typeof client === 'string' ? client : '';
  const body: unknown = ctx.body;
  const said = (name: string): string | undefined => {
    const value: unknown = isRecord(body) ? body[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [scope, error, description] = [said('scope'), said('error'), said('error_description')];
  return {
    kind: 'token',
    ...answerOf(ctx),
    grantType: String(params.grant_type ?? ''),
    client: findClient(state, clientId)?.name ?? clientId,
    ...(scope === undefined ? {} : { scope }),
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
  };
}

/**
 * Returns a function that records each mail once, whatever part of the tenant sent it; replacing the list reports
 * nothing.
 */
function mailReporter(state: TenantState, timeline: Timeline): (login: number | undefined) => void {
  let list = state.mails;
  let reported = list.length;
  return (login) => {
    if (state.mails === list) {
      for (const { to, subject } of list.slice(reported)) timeline.record({ kind: 'mail', to, subject }, login);
    }
    list = state.mails;
    reported = list.length;
  };
}
