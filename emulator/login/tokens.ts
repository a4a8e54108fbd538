/** Tokens in Auth0's shape (access-token-profiles): header, azp, aud, org_id, permissions, custom claims, final scope. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { finalScopes } from '../runtime/scope.ts';
import { type Audiences, NO_SCOPE } from './audience.ts';
import { type GrantDetails, grantDetails } from './grant.ts';

interface JwtParts {
  header?: Record<string, unknown> | undefined;
  payload: Record<string, unknown>;
}

/**
 * Returns granted scopes, with what Actions added and without what they removed, in the order asked for
 * (docs/notes/local-tenant.md#scopes-of-actions).
 */
export function finalScope(scope: unknown, details: GrantDetails | undefined): string {
  const granted = typeof scope === 'string' ? scope.split(' ') : [];
  const { addedScopes: added = [], removedScopes: removed = [] } = details ?? {};
  return finalScopes(
    granted.filter((item) => item !== '' && item !== NO_SCOPE),
    { added, removed },
  ).join(' ');
}

/** Returns whether oidc-provider has processed the request. */
export const isOidcContext = (ctx: object): ctx is KoaContextWithOIDC => 'oidc' in ctx;

export const detailsInToken = (ctx: KoaContextWithOIDC): GrantDetails | undefined =>
  grantDetails(ctx.oidc.entities.Grant);

const organizationClaims = ({ orgId, orgName }: Partial<GrantDetails> = {}): Record<string, string> => ({
  ...(orgId === undefined ? {} : { org_id: orgId }),
  ...(orgName === undefined ? {} : { org_name: orgName }),
});

/** Gives access tokens Auth0's claims and header (docs/notes/local-tenant.md#shape-of-access-tokens). */
export function shapeAccessToken(audiences: Audiences) {
  return (ctx: KoaContextWithOIDC, token: { kind: string; scope?: string | undefined }, parts: JwtParts): void => {
    const details = detailsInToken(ctx);
    const { client_id: azp, jti: _, scope, aud, ...rest } = parts.payload;
    const machine = token.kind === 'ClientCredentials';
    // An Action may have changed a client's scope since the payload was made.
    const final = finalScope(machine ? token.scope : scope, details);
    const hasUserinfo = !machine && final.split(' ').includes('openid');
    parts.header = { ...parts.header, typ: 'JWT' };
    parts.payload = {
      ...rest,
      aud: hasUserinfo ? [aud, audiences.userinfo] : aud,
      azp,
      ...(final === '' ? {} : { scope: final }),
      ...organizationClaims(details),
      ...(details?.permissions === undefined ? {} : { permissions: details.permissions }),
      ...(machine ? { sub: `${String(azp)}@clients`, gty: 'client-credentials' } : {}),
    };
  };
}

/**
 * Replaces two classes on the instance: oidc-provider does not allow claims whose names are unknown beforehand, nor
 * additional data in a Grant (docs/notes/local-tenant.md#replaced-classes).
 */
export function extendModels(provider: Provider): void {
  const { Grant, IdToken } = provider;
  takeCallbacksAsStored(provider);
  const payloadFields: unknown = Reflect.get(Grant, 'IN_PAYLOAD');
  const fields = Array.isArray(payloadFields) ? [...payloadFields, 'auth0'] : ['auth0'];
  const ExtendedGrant = { Grant: class extends Grant {} }.Grant;
  Object.defineProperty(ExtendedGrant, 'IN_PAYLOAD', { get: () => fields });
  Object.defineProperty(provider, 'Grant', { value: ExtendedGrant });

  const originalPayload: unknown = Reflect.get(IdToken.prototype, 'payload');
  const ExtendedIdToken = { IdToken: class extends IdToken {} }.IdToken;
  Object.defineProperty(ExtendedIdToken.prototype, 'payload', {
    async value(this: { ctx?: KoaContextWithOIDC }) {
      const details = this.ctx && detailsInToken(this.ctx);
      const payload: unknown =
        typeof originalPayload === 'function' ? await Reflect.apply(originalPayload, this, []) : {};
      return {
        ...(typeof payload === 'object' ? payload : {}),
        // The user's own claims among them, such as `email`; registered ones were dropped before.
        ...details?.idTokenClaims,
        ...organizationClaims(details),
        ...sessionOf(this.ctx),
      };
    },
  });
  Object.defineProperty(provider, 'IdToken', { value: ExtendedIdToken });
}

/**
 * Makes the provider check addresses one by one when they are requested. oidc-provider would check all addresses of a
 * client, and one with a private scheme or a fragment would make the whole client invalid
 * (docs/notes/local-tenant.md#callbacks-as-stored).
 */
function takeCallbacksAsStored(provider: Provider): void {
  const schema: unknown = Reflect.get(provider.Client, 'Schema');
  if (typeof schema !== 'function') throw new TypeError('oidc-provider has no schema of its clients');
  Object.defineProperty(schema.prototype, 'redirectUris', { value: () => undefined });
}

/**
 * Returns one `sid` for all applications of a session, by which back-channel logout names it; oidc-provider has one for
 * each application.
 */
const sessionOf = (ctx: KoaContextWithOIDC | undefined): { sid?: string } => {
  const sid = ctx?.oidc.entities.AuthorizationCode?.sessionUid ?? ctx?.oidc.session?.uid;
  return sid === undefined ? {} : { sid };
};
