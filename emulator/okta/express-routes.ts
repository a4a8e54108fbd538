/** Okta's two addresses in an Express Configuration: where it begins, and where the code comes back. */
import type { Context, Middleware } from 'koa';
import { ResponseBodyError } from 'openid-client';
import { stateHash } from '../login/flow-effects.ts';
import { errorPage } from '../pages/error.ts';
import { noResultPage, resultPage } from '../pages/okta/result.ts';
import { SHELL_POLICY } from '../pages/shell.ts';
import { routes } from '../routes.ts';
import type { TenantState } from '../state.ts';
import type { ConfiguredToken, ExpressRun, Okta } from './okta.ts';
import { type ExpressFailure, expressConfigure, failure } from './org/express-configure.ts';
import { addEvent, type OktaOrg } from './org/org.ts';
import { provisionAssigned } from './org/scim-client.ts';

export interface ExpressRoutesOptions {
  okta: Okta;
  state: TenantState;
  /** The first one is meant where a run names none. */
  orgs: ReadonlyMap<string, OktaOrg>;
  /** The tenant's, for servers. */
  tenantOrigin: string;
}

export const expressRoutes = (options: ExpressRoutesOptions): Middleware =>
  routes({
    '* /_local/okta/start': (ctx) => start(ctx, options),
    '* /_local/okta/callback': (ctx) => comeBack(ctx, options),
  });

async function start(ctx: Context, { okta, orgs }: ExpressRoutesOptions): Promise<void> {
  const { scope, organization, org: name } = ctx.query;
  const [first] = orgs.values();
  const org = name === undefined ? first : orgs.get(String(name));
  if (org === undefined && name !== undefined) {
    ctx.status = 404;
    ctx.type = 'html';
    ctx.body = errorPage('not_found', `((there is no Okta org ${String(name)}))`);
    return;
  }
  const url = await okta.begin({
    ...(typeof scope === 'string' ? { scope } : {}),
    ...(typeof organization === 'string' ? { organization } : {}),
    ...(org === undefined ? {} : { run: { org: org.name, feature: 'sso' } }),
  });
  ctx.redirect(url.href);
}

async function comeBack(ctx: Context, options: ExpressRoutesOptions): Promise<void> {
  const { okta, orgs, state } = options;
  const callback = new URL(ctx.href);
  const [first] = orgs.values();
  ctx.type = 'html';
  ctx.set('cache-control', 'no-store');
  ctx.set('content-security-policy', SHELL_POLICY);
  if (!okta.isAwaited(callback)) {
    ctx.status = 400;
    ctx.body = noResultPage();
    return;
  }
  const given = stateHash(callback.searchParams.get('state') ?? '');
  const { feature = 'sso', org: name = '' }: Partial<ExpressRun> = okta.runOf(callback) ?? {};
  const org = orgs.get(name) ?? first;
  if (org === undefined) throw new Error('there is no Okta org');
  const outcome = await complete(ctx, callback, org, feature, options);
  if (outcome.failure) addEvent(org, `${outcome.failure.shown}: ${outcome.failure.cause}`, false);
  ctx.status = outcome.failure ? 400 : 200;
  const run = state.runs.findLast(({ state_hash: hash }) => hash === given);
  ctx.body = resultPage({ org, feature, ...outcome, run });
}

async function complete(
  ctx: Context,
  callback: URL,
  org: OktaOrg,
  feature: ExpressRun['feature'],
  { okta, tenantOrigin }: ExpressRoutesOptions,
): Promise<{ claims?: ConfiguredToken['claims']; failure?: ExpressFailure | undefined }> {
  try {
    const { claims, accessToken } = await okta.complete(callback);
    const refused = await expressConfigure(org, tenantOrigin, feature, accessToken);
    if (feature === 'scim' && refused === undefined) await provisionAssigned(org);
    return { claims, failure: refused };
  } catch (error) {
    return { failure: failureOf(ctx, error) };
  }
}

/**
 * Returns the failure that Okta shows: 403 for a refused login, and 503 if the code could not be redeemed
 * (support.okta.com).
 */
function failureOf(ctx: Context, error: unknown): ExpressFailure {
  const { error: code, error_description } = ctx.query;
  if (typeof code === 'string') return failure(403, `${code}: ${String(error_description ?? '')}`);
  if (error instanceof ResponseBodyError) return failure(503, `${error.error}: ${error.error_description ?? ''}`);
  return failure(503, error instanceof Error ? error.message : String(error));
}
