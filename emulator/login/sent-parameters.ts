/** Keeps what a client sent to `/authorize`: oidc-provider keeps only the parameters and scopes that it knows. */
import { decodeJwt } from 'jose';
import type { Context } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { routes } from '../routes.ts';
import { isOidcScope } from '../runtime/scope.ts';
import { splitList } from '../runtime/split-list.ts';
import { NO_SCOPE } from './audience.ts';

/**
 * Names the extra parameter of oidc-provider that carries it through a login's pages, as JSON. A client's own value is
 * ignored.
 */
const CARRIER = '_asked';

/** Remembers the query of a request for a login before anything is taken from it. */
export const rememberParameters = routes({
  async '* /authorize'(ctx, next) {
    ctx.state.sentParameters = { ...ctx.query };
    await next();
  },
});

/** Remembers the form of such a request, before anything is taken from it. Of a parameter that was sent twice the first counts. */
export function rememberForm(ctx: Context, form: URLSearchParams): void {
  const fields = Object.fromEntries([...form.keys()].map((name) => [name, form.get(name)]));
  ctx.state.sentParameters = { ...ctx.state.sentParameters, ...fields };
}

/** Declares the parameter to oidc-provider; its function sets the value when a request is validated. */
export const carrierParameter = {
  [CARRIER](ctx: KoaContextWithOIDC): void {
    if (ctx.oidc.params === undefined) return;
    const sent: object = pushed(ctx) ?? { ...ctx.state.sentParameters };
    const asked = Object.entries(strings(sent)).filter(([name]) => !CREDENTIALS.has(name));
    ctx.oidc.params[CARRIER] = JSON.stringify(Object.fromEntries(asked));
  },
};

/** Lists the parameters that authenticate the client of a pushed request. */
const CREDENTIALS = new Set(['client_secret', 'client_assertion', 'client_assertion_type']);

/**
 * Returns the parameters of the pushed request, which the tenant stored in the carrier parameter, or nothing where none
 * was pushed. Of the address that names it nothing else counts: its parameters are anybody's (RFC 9126, section 4).
 */
function pushed(ctx: KoaContextWithOIDC): Record<string, string> | undefined {
  const { PushedAuthorizationRequest: request } = ctx.oidc.entities;
  if (request === undefined) return undefined;
  const { request_uri } = strings({ ...ctx.state.sentParameters });
  return { ...carriedBy(request), ...(request_uri === undefined ? {} : { request_uri }) };
}

function carriedBy(pushedRequest: object | undefined): Record<string, string> {
  const { request }: { request?: unknown } = Object(pushedRequest);
  return typeof request === 'string' ? carried(decodeJwt(request)[CARRIER]) : {};
}

const PUSHED_URN = 'urn:ietf:params:oauth:request_uri:';

/**
 * Returns the parameters of the request that this client pushed before; none where the address names none, or another
 * client's. It may have been used.
 */
export async function pushedParameters(
  provider: Provider,
  { client_id, request_uri }: Record<string, unknown>,
): Promise<Record<string, string>> {
  if (typeof request_uri !== 'string' || !request_uri.startsWith(PUSHED_URN)) return {};
  const id = request_uri.slice(PUSHED_URN.length);
  const parameters = carriedBy(await provider.PushedAuthorizationRequest.find(id, { ignoreExpiration: true }));
  return parameters.client_id === client_id ? parameters : {};
}

/** Returns the parameters as strings: Auth0 types them so, and one that was sent twice counts once. */
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
export const sentParameters = ({ oidc: { params } }: KoaContextWithOIDC): Record<string, string> =>
  sentIn({ ...params });

/** Returns the same of the parameters that a login's pages have. */
export function sentIn(params: Record<string, unknown>): Record<string, string> {
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
export const requestedScopes = (ctx: KoaContextWithOIDC): string[] => [
  ...new Set(splitList(sentParameters(ctx).scope)),
];

/** Makes these the scopes that RBAC and consent see: of them, OIDC's own and those that the API defines. */
export function replaceScopes(ctx: KoaContextWithOIDC, scopes: readonly string[]): void {
  const { params, resourceServers = {} } = ctx.oidc;
  if (params === undefined) return;
  const defined = new Set(Object.values(resourceServers).flatMap(({ scope }) => scope?.split(' ') ?? []));
  params.scope = [...scopes.filter((scope) => isOidcScope(scope) || defined.has(scope)), NO_SCOPE].join(' ');
}
