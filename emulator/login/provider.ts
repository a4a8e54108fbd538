import { randomBytes } from 'node:crypto';
import { type Configuration, interactionPolicy, type JWK, Provider } from 'oidc-provider';
import { errorPage, logoutPage, signedOutPage } from '../pages/error.ts';
import { Html } from '../pages/html.ts';
import { OIDC_SCOPES } from '../runtime/scope.ts';
import { findClient } from '../state.ts';
import { exchangeCredentials } from '../triggers/credentials-exchange.ts';
import { accountOf } from './account.ts';
import { actionsPrompt } from './actions-prompt.ts';
import type { ActionsRuntime } from './actions-runtime.ts';
import type { Storage } from './adapter.ts';
import { audiencesOf, NO_SCOPE, resourceIndicators } from './audience.ts';
import { namedProviderUrl } from './enterprise/discovery.ts';
import { createGrantLoader } from './grant.ts';
import { membershipPrompt, organizationPrompt } from './organization.ts';
import { promptUrl } from './page-path.ts';
import { goneCheck } from './primary-user.ts';
import { addRefreshTokenGrant } from './refresh/exchange.ts';
import { checkRequest, refuseResponseTypes } from './request/check-request.ts';
import { answerLoginRequired, errorPageMessage } from './request/error-messages.ts';
import { isCorsOrigin } from './request/origins.ts';
import { addWebMessage } from './request/web-message.ts';
import { carrierParameter } from './sent-parameters.ts';
import { keepAcrossLogins } from './session-bound.ts';
import { SESSION_SECONDS } from './session-metadata.ts';
import { rememberGrantFaults } from './token-endpoint.ts';
import { detailsInToken, extendModels, shapeAccessToken } from './tokens.ts';

export interface ProviderOptions {
  issuer: string;
  signingKey: JWK;
  runtime: ActionsRuntime;
  storage: Storage;
}

/**
 * Creates the OAuth/OIDC half of the tenant: oidc-provider in Auth0's shape. Where the two differ, and what closes the
 * gap, is in the notes on the local tenant, for example docs/notes/local-tenant.md#audience-as-a-resource.
 */
export function createProvider({ issuer, signingKey, runtime, storage }: ProviderOptions): Provider {
  const { state } = runtime;
  const audiences = audiencesOf(issuer);

  const loadGrant = createGrantLoader(state, audiences);

  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  answerLoginRequired(policy);
  policy.get('login')?.checks.add(goneCheck());
  policy.add(organizationPrompt(state), 0);
  policy.add(membershipPrompt(state), 2);
  policy.add(actionsPrompt(runtime, loadGrant), 3);

  const configuration: Configuration = {
    adapter: storage.adapter,
    jwks: { keys: [signingKey] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'auth0', interaction: 'auth0_tx', resume: 'auth0_resume' },
      // The pages find a login by `state` (docs/notes/local-tenant.md#several-logins-at-once).
      short: { path: '/u', httpOnly: true, sameSite: 'lax' },
    },
    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      jwks: '/.well-known/jwks.json',
      userinfo: '/userinfo',
      end_session: '/oidc/logout',
      revocation: '/oauth/revoke',
      pushed_authorization_request: '/oauth/par',
    },
    scopes: [...OIDC_SCOPES, NO_SCOPE],
    claims: {
      openid: ['sub', 'sid'],
      profile: ['name', 'family_name', 'given_name', 'nickname', 'picture', 'updated_at'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code', 'id_token', 'code id_token'],
    clientBasedCORS: (_ctx, origin, { clientId }) => {
      const client = findClient(state, clientId);
      return client !== undefined && isCorsOrigin(client, origin);
    },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    pkce: { required: () => false },
    extraParams: {
      audience: null,
      organization: null,
      invitation: null,
      connection: null,
      screen_hint: null,
      ...carrierParameter,
      // Validators run last in the validation of a request.
      _request: checkRequest,
    },
    interactions: {
      policy,
      url: (_ctx, interaction) => namedProviderUrl(state, interaction) ?? promptUrl(state, interaction),
    },
    loadExistingGrant: loadGrant,
    findAccount: (_ctx, accountId) => accountOf(state, accountId),
    // They are issued and exchanged in Auth0's way: see `refresh/`.
    issueRefreshToken: () => false,
    extraTokenClaims: (ctx, token) =>
      token.kind === 'ClientCredentials'
        ? exchangeCredentials(runtime, ctx, token)
        : detailsInToken(ctx)?.accessTokenClaims,
    formats: { customizers: { jwt: shapeAccessToken(audiences) } },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: resourceIndicators(state, audiences),
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = logoutPage(new Html(form));
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = signedOutPage();
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      const { error, description } = errorPageMessage(ctx, out);
      ctx.body = errorPage(error, description);
    },
    ttl: {
      Session: SESSION_SECONDS,
      Interaction: 3600,
      Grant: 14 * 24 * 3600,
      IdToken: 36_000,
      AuthorizationCode: 600,
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 86_400,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 86_400,
    },
  };
  const provider = new Provider(issuer, configuration);
  extendModels(provider);
  keepAcrossLogins(provider);
  rememberGrantFaults(provider);
  refuseResponseTypes(provider);
  addWebMessage(provider, state);
  addRefreshTokenGrant(provider, runtime, audiences);
  return provider;
}
