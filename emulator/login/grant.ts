/** Consent in Auth0's shape: oidc-provider's Grant is derived on every hop from the tenant's own consents. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { FlowOutcome } from '../runtime/outcome.ts';
import type { RefreshTokenEdits } from '../runtime/refresh-token-edits.ts';
import { settableClaims } from '../runtime/reserved-claims.ts';
import {
  type ClientRecord,
  type ConsentRecord,
  findClient,
  type JsonObject,
  type OrganizationRecord,
  permissionsInLogin,
  type ResourceServerRecord,
  type TenantState,
} from '../state.ts';
import { type Audiences, apiScopes, findApi, requestedAudience } from './audience.ts';
import { takesOrganizationNames } from './named-organization.ts';
import { organizationInLogin } from './organization.ts';
import { progressOf } from './progress.ts';

/** Holds the login's decisions, which the Grant carries to `/oauth/token`. */
export interface GrantDetails {
  orgId?: string;
  /** The organization's name, if the tenant accepts names of organizations. */
  orgName?: string;
  /** Set for the `…_authz` token dialects. */
  permissions?: string[];
  addedScopes: string[];
  removedScopes: string[];
  accessTokenClaims: JsonObject;
  idTokenClaims: JsonObject;
  /** Edits of the refresh token that is about to be issued. */
  refreshToken?: RefreshTokenEdits;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const isDetails = (value: unknown): value is GrantDetails =>
  typeof value === 'object' && value !== null && 'addedScopes' in value;

export function grantDetails(grant: object | undefined): GrantDetails | undefined {
  const value: unknown = grant === undefined ? undefined : Reflect.get(grant, 'auth0');
  return isDetails(value) ? value : undefined;
}

/** Returns the API scopes RBAC lets through: all defined ones, or with `enforce_policies` only the user's permissions. */
export function allowedScopes(
  state: TenantState,
  api: ResourceServerRecord,
  userId: string,
  orgId: string | undefined,
) {
  const defined = (api.scopes ?? []).map((scope) => scope.value);
  if (!api.enforce_policies) return defined;
  const permitted = permissionsInLogin(state, userId, api.identifier, orgId);
  return defined.filter((scope) => permitted.includes(scope));
}

/**
 * Returns whether the consent page is skipped: for first-party clients, if there is no API or its
 * `skip_consent_for_verifiable_first_party_clients` is on and the callback is not localhost (user-consent
 * documentation).
 */
function skipsConsent(client: ClientRecord, api: ResourceServerRecord | undefined, redirectUri: unknown): boolean {
  if (!client.is_first_party || client.app_type === 'express_configuration') return false;
  if (api === undefined) return true;
  const isLocal = typeof redirectUri === 'string' && LOOPBACK.has(new URL(redirectUri).hostname);
  return api.skip_consent_for_verifiable_first_party_clients && !isLocal;
}

/** Returns the key of the consent of this user, client, audience and organization. */
function consentKey(ctx: KoaContextWithOIDC, state: TenantState, audiences: Audiences) {
  const orgId = organizationInLogin(ctx, state)?.id;
  return {
    user_id: ctx.oidc.session?.accountId ?? '',
    client_id: ctx.oidc.client?.clientId ?? '',
    audience: requestedAudience(ctx) ?? audiences.userinfo,
    ...(orgId === undefined ? {} : { org_id: orgId }),
  };
}

type ConsentKey = ReturnType<typeof consentKey>;

const findConsent = (state: TenantState, key: ConsentKey): ConsentRecord | undefined =>
  state.consents.find(
    (row) =>
      row.user_id === key.user_id &&
      row.client_id === key.client_id &&
      row.audience === key.audience &&
      row.org_id === key.org_id,
  );

function rememberConsent(state: TenantState, key: ConsentKey, scopes: string[]): void {
  const known = findConsent(state, key);
  if (known === undefined) state.consents.push({ id: state.newId('cgr_'), ...key, scope: scopes });
  else known.scope = [...new Set([...known.scope, ...scopes])];
}

/** Loads, on each hop, what the user has consented to so far: requested (or target) ∩ RBAC, before what Actions add. */
export function createGrantLoader(state: TenantState, audiences: Audiences): GrantLoader {
  return async (ctx) => {
    const { client, session, provider, params = {}, result } = ctx.oidc;
    const record = findClient(state, client?.clientId);
    if (record === undefined || session?.accountId === undefined) return undefined;
    const api = findApi(state, requestedAudience(ctx));
    const [resource] = Object.keys(ctx.oidc.resourceServers ?? {});
    const orgId = organizationInLogin(ctx, state)?.id;

    const requested = [...ctx.oidc.requestParamScopes];
    const allowed = api === undefined ? [] : allowedScopes(state, api, session.accountId, orgId);
    const refused = apiScopes(requested).filter((scope) => !allowed.includes(scope));
    const withoutRefresh = givesRefreshToken(ctx, record, api) ? [] : ['offline_access'];
    const grantable = requested.filter((scope) => !refused.includes(scope) && !withoutRefresh.includes(scope));

    const key = consentKey(ctx, state, audiences);
    if (result?.consent !== undefined) rememberConsent(state, key, grantable);
    const asksAgain = ctx.oidc.prompts.has('consent') && result?.consent === undefined;
    const consented = skipsConsent(record, api, params.redirect_uri)
      ? grantable
      : grantable.filter((scope) => findConsent(state, key)?.scope.includes(scope));

    const grant = new provider.Grant({ accountId: session.accountId, clientId: record.client_id });
    grant.rejectOIDCScope(withoutRefresh);
    // Neither asked for on the consent page nor granted (docs/notes/local-tenant.md#scopes-that-rbac-refuses).
    if (resource !== undefined) grant.rejectResourceScope(resource, [...refused, ...withoutRefresh]);
    if (!asksAgain) {
      grant.addOIDCScope(consented.filter((scope) => apiScopes([scope]).length === 0));
      if (resource !== undefined) grant.addResourceScope(resource, consented);
    }
    await settleGrant(ctx, state, grant);
    return grant;
  };
}

/**
 * Returns whether `offline_access` has an effect in this login: the application and the API allow it, and there will be
 * a code (get-refresh-tokens). Auth0 ignores it otherwise.
 */
function givesRefreshToken(
  { oidc: { params } }: KoaContextWithOIDC,
  client: ClientRecord,
  api: ResourceServerRecord | undefined,
): boolean {
  const hasCode = String(params?.response_type).split(' ').includes('code');
  const isAllowed = client.grant_types?.includes('refresh_token') ?? false;
  return hasCode && isAllowed && (api === undefined || api.allow_offline_access === true);
}

export type Grant = InstanceType<Provider['Grant']>;

export type GrantLoader = (ctx: KoaContextWithOIDC) => Promise<Grant | undefined>;

/** Once the Actions have finished: this hop's grant holds what they decided, in place of the one it began with. */
export async function renewGrant(ctx: KoaContextWithOIDC, loadGrant: GrantLoader): Promise<void> {
  const grant = await loadGrant(ctx);
  if (grant === undefined) return;
  ctx.oidc.session?.grantIdFor(grant.clientId ?? '', grant.jti);
  ctx.oidc.entity('Grant', grant);
}

/** Puts what the Actions decided into the grant, once they have finished. */
async function settleGrant(ctx: KoaContextWithOIDC, state: TenantState, grant: Grant): Promise<void> {
  const { flow, flowFinished } = progressOf(ctx);
  if (flow !== undefined && flowFinished) {
    const subject = {
      userId: ctx.oidc.session?.accountId ?? '',
      api: findApi(state, requestedAudience(ctx)),
      organization: organizationInLogin(ctx, state),
    };
    Object.assign(grant, { auth0: detailsOf(state, flow.outcome, subject) });
  }
  await grant.save();
}

/** Describes the user, client and API that tokens are for. */
export interface GrantSubject {
  userId: string;
  api: ResourceServerRecord | undefined;
  organization: OrganizationRecord | undefined;
}

/** Returns what tokens of a login or an exchange hold by what its Actions decided. */
export function detailsOf(
  state: TenantState,
  outcome: FlowOutcome,
  { userId, api, organization }: GrantSubject,
): GrantDetails {
  const details: GrantDetails = {
    addedScopes: outcome.addedScopes,
    removedScopes: outcome.removedScopes,
    accessTokenClaims: settableClaims(outcome.accessTokenClaims),
    idTokenClaims: settableClaims(outcome.idTokenClaims),
    ...(outcome.refreshToken === undefined ? {} : { refreshToken: outcome.refreshToken }),
  };
  if (organization !== undefined) {
    details.orgId = organization.id;
    if (takesOrganizationNames(state)) details.orgName = organization.name;
  }
  if (api?.token_dialect?.endsWith('_authz')) {
    details.permissions = permissionsInLogin(state, userId, api.identifier, organization?.id);
  }
  return details;
}
