/** What a client sent to `/authorize`: oidc-provider keeps of it only the parameters and scopes that it knows. */
import { decodeJwt } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { routes } from '../routes.ts';
import { isOidcScope } from '../runtime/scope.ts';
import { words } from '../runtime/words.ts';
import { NO_SCOPE } from './audience.ts';

/** The extra parameter of oidc-provider that carries it through a login's pages, as JSON. Whoever sends it is ignored. */
const CARRIER = '_asked';

/** Remembers the query of a request for a login before anything is taken from it. */
export const rememberAsked = routes({
  async '* /authorize'(ctx, next) {
    ctx.state.asked = { ...ctx.query };
    await next();
  },
});

/** The parameter of oidc-provider that carries it, with what sets it when a request is validated. */
export const askedParameter = {
  [CARRIER](ctx: KoaContextWithOIDC): void {
    if (ctx.oidc.params === undefined) return;
    const sent: object = { ...pushed(ctx), ...ctx.state.asked, ...ctx.oidc.body };
    const asked = Object.entries(strings(sent)).filter(([name]) => !CREDENTIALS.has(name));
    ctx.oidc.params[CARRIER] = JSON.stringify(Object.fromEntries(asked));
  },
};

/** What authenticates the client that pushes a request. */
const CREDENTIALS = new Set(['client_secret', 'client_assertion', 'client_assertion_type']);

/** Returns the parameters of the pushed request. The tenant stored them in the carrier parameter. */
function pushed(ctx: KoaContextWithOIDC): Record<string, string> {
  const { request }: { request?: unknown } = Object(ctx.oidc.entities.PushedAuthorizationRequest);
  return typeof request === 'string' ? carried(decodeJwt(request)[CARRIER]) : {};
}

/** One that was sent twice counts once: Auth0 types them as strings. */
const strings = (values: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] => {
      const [first]: unknown[] = [value].flat();
      return typeof first === 'string' ? [[name, first]] : [];
    }),
  );

/** Ours, or made by the tenant's default audience. */
const NOT_ASKED = new Set([CARRIER, '_request', 'resource', 'scope']);

/**
 * Returns `event.request.query` of a login: every parameter of `/authorize` as it was sent, and those that were pushed
 * before.
 */
export const askedParameters = ({ oidc: { params } }: KoaContextWithOIDC): Record<string, string> =>
  askedIn({ ...params });

/** Returns the same of the parameters that a login's pages have. */
export function askedIn(params: Record<string, unknown>): Record<string, string> {
  const known = Object.entries(strings(params)).filter(([name]) => !NOT_ASKED.has(name));
  const scope = strings(params)
    .scope?.split(' ')
    .filter((item) => item !== NO_SCOPE)
    .join(' ');
  return { ...Object.fromEntries(known), ...(scope && { scope }), ...carried(params[CARRIER]) };
}

function carried(json: unknown): Record<string, string> {
  if (typeof json !== 'string') return {};
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? strings(value) : {};
}

/** Returns the scopes of a request for a login as they were asked for, known or not. */
export const requestedScopes = (ctx: KoaContextWithOIDC): string[] => [...new Set(words(askedParameters(ctx).scope))];

/** Makes these the scopes that RBAC and consent see: of them, OIDC's own and those that the API defines. */
export function replaceScopes(ctx: KoaContextWithOIDC, scopes: readonly string[]): void {
  const { params, resourceServers = {} } = ctx.oidc;
  if (params === undefined) return;
  const defined = new Set(Object.values(resourceServers).flatMap(({ scope }) => scope?.split(' ') ?? []));
  params.scope = [...scopes.filter((scope) => isOidcScope(scope) || defined.has(scope)), NO_SCOPE].join(' ');
}
