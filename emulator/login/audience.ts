/**
 * Auth0's `audience` as an RFC 8707 resource: oidc-provider wants an absolute URI, Auth0's identifiers are free text
 * (docs/notes/local-tenant.md#audience-as-a-resource).
 */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { isOidcScope, OIDC_SCOPES } from '../runtime/scope.ts';
import type { ResourceServerRecord, TenantState } from '../state.ts';

/**
 * Stands for "no scope": oidc-provider denies a request that grants none, Auth0 does not. It never leaves the tenant
 * (docs/notes/local-tenant.md#no-scope-at-all).
 */
export const NO_SCOPE = 'local:none';

const RESOURCE_PREFIX = 'urn:local-tenant:audience:';

/** Returns the URI that represents an API's identifier in oidc-provider. */
export const toResource = (audience: string): string =>
  URL.canParse(audience) && !audience.includes('#') ? audience : RESOURCE_PREFIX + encodeURIComponent(audience);

/**
 * Returns the identifier of the API that the URI represents. A malformed URI, which a client invented, is returned
 * unchanged.
 */
export function toAudience(resource: string): string {
  if (!resource.startsWith(RESOURCE_PREFIX)) return resource;
  try {
    return decodeURIComponent(resource.slice(RESOURCE_PREFIX.length));
  } catch {
    return resource;
  }
}

export interface Audiences {
  readonly management: string;
  readonly userinfo: string;
}

export const audiencesOf = (issuer: string): Audiences => ({
  management: `${issuer}api/v2/`,
  userinfo: `${issuer}userinfo`,
});

/** Returns the API's own scopes, without those of OIDC and the placeholder. */
export const apiScopes = (scopes: Iterable<string>): string[] =>
  [...scopes].filter((scope) => !isOidcScope(scope) && scope !== NO_SCOPE);

export function findApi(state: TenantState, audience: string | undefined): ResourceServerRecord | undefined {
  return state.resourceServers.find((api) => api.identifier === audience);
}

export const accessDenied = (description: string, status = 403): Error =>
  Object.assign(new errors.AccessDenied(description), { status, statusCode: status });

/** Returns the audience of an authorization transaction; `undefined` if it is for `/userinfo` only. */
export function requestedAudience(ctx: KoaContextWithOIDC): string | undefined {
  const resource = ctx.oidc.params?.resource;
  const [first] = Array.isArray(resource) ? resource : [resource];
  return typeof first === 'string' ? toAudience(first) : undefined;
}

export function resourceIndicators(state: TenantState, audiences: Audiences) {
  return {
    enabled: true,
    useGrantedResource: () => true,
    defaultResource(ctx: KoaContextWithOIDC, _client: unknown, oneOf?: readonly string[]) {
      if (oneOf?.[0] !== undefined) return oneOf[0];
      const asked = ctx.oidc.params?.audience ?? ctx.oidc.body?.audience ?? state.settings.default_audience;
      if (typeof asked === 'string' && asked !== '' && asked !== audiences.userinfo) return toResource(asked);
      if (ctx.oidc.params?.grant_type === 'client_credentials') {
        throw accessDenied('Non-global clients are not allowed access to APIv1');
      }
      return undefined;
    },
    getResourceServerInfo(ctx: KoaContextWithOIDC, resource: string, client: { clientId: string }): ResourceServer {
      const audience = toAudience(resource);
      if (ctx.oidc.params?.grant_type === 'client_credentials') {
        return clientCredentialsResource(ctx, state, audiences, audience, client.clientId);
      }
      const api = findApi(state, audience);
      if (api === undefined) throw accessDenied(`Service not found: ${audience}`);
      return resourceServer(api, [...(api.scopes ?? []).map((scope) => scope.value), ...OIDC_SCOPES, NO_SCOPE]);
    },
  };
}

function clientCredentialsResource(
  ctx: KoaContextWithOIDC,
  state: TenantState,
  audiences: Audiences,
  audience: string,
  clientId: string,
): ResourceServer {
  const api = findApi(state, audience);
  if (api === undefined && audience !== audiences.management) throw accessDenied(`Service not found: ${audience}`);
  const grant = state.clientGrants.find(
    (row) => row.client_id === clientId && row.audience === audience && row.subject_type !== 'user',
  );
  if (grant === undefined) {
    throw accessDenied(
      `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`,
    );
  }
  const scopes = grant.scope ?? api?.scopes?.map(({ value }) => value) ?? [];
  const asked = typeof ctx.oidc.params?.scope === 'string' ? ctx.oidc.params.scope.split(' ') : [];
  const missing = asked.filter((scope) => scope !== '' && !scopes.includes(scope));
  if (missing.length > 0) throw accessDenied(`Client has not been granted scopes: ${missing.join(', ')}`);
  // Auth0 gives every granted scope when none is asked for (docs/notes/local-tenant.md#scopes-of-a-machine).
  if (ctx.oidc.params !== undefined) ctx.oidc.params.scope ??= scopes.join(' ') || undefined;
  return resourceServer(api ?? { identifier: audience, token_lifetime: 86_400 }, scopes);
}

function resourceServer(
  api: Pick<ResourceServerRecord, 'identifier' | 'token_lifetime'>,
  scopes: readonly string[],
): ResourceServer {
  return {
    audience: api.identifier,
    scope: [...new Set(scopes)].join(' '),
    accessTokenFormat: 'jwt',
    accessTokenTTL: api.token_lifetime,
    jwt: { sign: { alg: 'RS256' } },
  };
}
