/** Consent in Auth0's shape: oidc-provider's Grant is derived on every hop from the tenant's own consents. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { settableClaims } from '../runtime/reserved-claims.ts';
import {
  type ClientRecord,
  type ConsentRecord,
  findClient,
  type JsonObject,
  permissionsInLogin,
  type ResourceServerRecord,
  type TenantState,
} from '../state.ts';
import { type Audiences, apiScopes, findApi, requestedAudience } from './audience.ts';
import { takesOrganizationNames } from './named-organization.ts';
import { organizationInLogin } from './organization.ts';
import { progressOf } from './progress.ts';

/** What the login decided, carried by the Grant to /oauth/token. */
export interface GrantDetails {
  orgId?: string;
  /** Where the tenant takes names of organizations. */
  orgName?: string;
  /** Set for the `…_authz` token dialects. */
  permissions?: string[];
  addedScopes: string[];
  removedScopes: string[];
  accessTokenClaims: JsonObject;
  idTokenClaims: JsonObject;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const isDetails = (value: unknown): value is GrantDetails =>
  typeof value === 'object' && value !== null && 'addedScopes' in value;

export function grantDetails(grant: object | undefined): GrantDetails | undefined {
  const value: unknown = grant === undefined ? undefined : Reflect.get(grant, 'auth0');
  return isDetails(value) ? value : undefined;
}

/** API scopes RBAC lets through: all defined ones, or with `enforce_policies` only the user's permissions. */
function allowedScopes(state: TenantState, api: ResourceServerRecord, userId: string, orgId: string | undefined) {
  const defined = (api.scopes ?? []).map((scope) => scope.value);
  if (!api.enforce_policies) return defined;
  const permitted = permissionsInLogin(state, userId, api.identifier, orgId);
  return defined.filter((scope) => permitted.includes(scope));
}

/**
 * Whether the page is left out: first-party clients, when there is no API or its
 * `skip_consent_for_verifiable_first_party_clients` is on and the callback is not localhost (user-consent documentation).
 */
function skipsConsent(client: ClientRecord, api: ResourceServerRecord | undefined, redirectUri: unknown): boolean {
  if (!client.is_first_party || client.app_type === 'express_configuration') return false;
  if (api === undefined) return true;
  const isLocal = typeof redirectUri === 'string' && LOOPBACK.has(new URL(redirectUri).hostname);
  return api.skip_consent_for_verifiable_first_party_clients && !isLocal;
}

/** The consents row of this user, client, audience and organization. */
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
    const grantable = requested.filter((scope) => !refused.includes(scope));

    const key = consentKey(ctx, state, audiences);
    if (result?.consent !== undefined) rememberConsent(state, key, grantable);
    const asksAgain = ctx.oidc.prompts.has('consent') && result?.consent === undefined;
    const consented = skipsConsent(record, api, params.redirect_uri)
      ? grantable
      : grantable.filter((scope) => findConsent(state, key)?.scope.includes(scope));

    const grant = new provider.Grant({ accountId: session.accountId, clientId: record.client_id });
    if (resource !== undefined) grant.rejectResourceScope(resource, refused);
    if (!asksAgain) {
      grant.addOIDCScope(consented.filter((scope) => apiScopes([scope]).length === 0));
      if (resource !== undefined) grant.addResourceScope(resource, consented);
    }
    await settleGrant(ctx, state, grant);
    return grant;
  };
}

type Grant = InstanceType<Provider['Grant']>;

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
    const api = findApi(state, requestedAudience(ctx));
    const organization = organizationInLogin(ctx, state);
    const orgId = organization?.id;
    const details: GrantDetails = {
      addedScopes: flow.outcome.addedScopes,
      removedScopes: flow.outcome.removedScopes,
      accessTokenClaims: settableClaims(flow.outcome.accessTokenClaims),
      idTokenClaims: settableClaims(flow.outcome.idTokenClaims),
    };
    if (organization !== undefined) {
      details.orgId = organization.id;
      if (takesOrganizationNames(state)) details.orgName = organization.name;
    }
    if (api?.token_dialect?.endsWith('_authz')) {
      details.permissions = permissionsInLogin(state, ctx.oidc.session?.accountId ?? '', api.identifier, orgId);
    }
    Object.assign(grant, { auth0: details });
  }
  await grant.save();
}
