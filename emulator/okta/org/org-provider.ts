/** An Okta org as an OpenID provider: a stock oidc-provider below the org's path, with Okta's endpoint names. */
import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { Middleware } from 'koa';
import { errors, interactionPolicy, Provider } from 'oidc-provider';
import { Storage } from '../../login/adapter.ts';
import { type RouteHandler, routes } from '../../routes.ts';
import { findPerson, mayUseApp, type OktaOrg } from './org.ts';

export interface OrgProvider {
  provider: Provider;
  storage: Storage;
  /** Signs ID tokens, and the tokens of Universal Logout. */
  signingKey: { key: KeyObject; kid: string };
  /** Serves the provider's own routes below the org's path. */
  mount: Middleware;
}

export const SESSION_SECONDS = 2 * 3600;
const HOUR_SECONDS = 3600;
const SCOPES = ['openid', 'profile', 'email'];

/** @param callback the tenant's; the integration names it in the OIN. */
export async function createOrgProvider(org: OktaOrg, callback: string, stay: Middleware): Promise<OrgProvider> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const storage = new Storage({
    clock: () => Date.now(),
    findClient: (id) =>
      id === org.app.clientId
        ? {
            client_id: id,
            client_secret: org.app.clientSecret,
            redirect_uris: [callback],
            token_endpoint_auth_method: 'client_secret_post',
            grant_types: ['authorization_code'],
            response_types: ['code'],
          }
        : undefined,
  });
  const provider = new Provider(org.issuer, {
    adapter: storage.adapter,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kty: 'RSA', kid, use: 'sig', alg: 'RS256' }] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: `okta_${org.name}`, interaction: `okta_${org.name}_tx`, resume: `okta_${org.name}_resume` },
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: '/' },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    routes: {
      authorization: '/oauth2/v1/authorize',
      token: '/oauth2/v1/token',
      jwks: '/oauth2/v1/keys',
      userinfo: '/oauth2/v1/userinfo',
      end_session: '/oauth2/v1/logout',
    },
    scopes: SCOPES,
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { policy: policyOf(org), url: (_ctx, { uid }) => `${new URL(org.issuer).pathname}/signin/${uid}` },
    findAccount: (_ctx, id) => {
      const person = findPerson(org, id);
      return person && { accountId: id, claims: () => claimsOf(person) };
    },
    // Whoever is assigned may log in: an Okta administrator has consented for them.
    loadExistingGrant: async (ctx) => {
      const { session, client } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        accountId: session?.accountId ?? '',
        clientId: client?.clientId ?? '',
      });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
    ttl: {
      Session: SESSION_SECONDS,
      Interaction: HOUR_SECONDS,
      Grant: HOUR_SECONDS,
      IdToken: HOUR_SECONDS,
      AuthorizationCode: 60,
      AccessToken: HOUR_SECONDS,
    },
  });
  provider.use(stay);
  return {
    provider,
    storage,
    signingKey: { key: privateKey, kid },
    mount: mountBelow(new URL(org.issuer).pathname, provider),
  };
}

/** Returns the policy by which a logged-in user must be assigned; the messages are Okta's. */
function policyOf(org: OktaOrg) {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check(
      'assignment',
      'User is not assigned to the client application.',
      'access_denied',
      (ctx) => {
        const id = ctx.oidc.session?.accountId;
        const person = findPerson(org, id);
        if (id === undefined || (person && mayUseApp(org, person))) return false;
        throw new errors.AccessDenied('User is not assigned to the client application.');
      },
    ),
  );
  return policy;
}

function claimsOf({ id, email, givenName, familyName }: OktaOrg['people'][number]) {
  return {
    sub: id,
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
    preferred_username: email,
    email,
    email_verified: true,
  };
}

/** Mounts the provider as Express mounts applications: oidc-provider finds its own path by `originalUrl`. */
function mountBelow(prefix: string, provider: Provider): Middleware {
  const handle = provider.callback();
  const toProvider: RouteHandler = async (ctx) => {
    ctx.respond = false;
    Object.assign(ctx.req, { originalUrl: ctx.req.url, url: ctx.req.url?.slice(prefix.length) });
    await handle(ctx.req, ctx.res);
  };
  return routes({ [`* ${prefix}/oauth2/*rest`]: toProvider, [`* ${prefix}/.well-known/*rest`]: toProvider });
}
