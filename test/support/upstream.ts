/**
 * Represents a customer's identity provider on plain loopback http: a standard oidc-provider that logs in the named
 * user without a page.
 */

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type JWTPayload, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

export interface Upstream extends AsyncDisposable {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The user who logs in there; `undefined` gets an `access_denied`. */
  user: { sub: string; [claim: string]: unknown } | undefined;
  /** A JWT signed by the provider's key. */
  sign(claims: JWTPayload, typ?: string): Promise<string>;
}

/** @param redirectUri of the tenant. */
export async function startUpstream(redirectUri: string): Promise<Upstream> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const upstream: Upstream = {
    issuer: `http://localhost:${port}`,
    clientId: 'tenant',
    clientSecret: randomBytes(16).toString('hex'),
    user: undefined,
    sign: (claims, typ = 'global-token-revocation+jwt') =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'upstream', typ }).sign(privateKey),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  const provider = new Provider(upstream.issuer, {
    clients: [
      {
        client_id: upstream.clientId,
        client_secret: upstream.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'upstream' }],
    },
    cookies: {
      keys: [randomBytes(16).toString('hex')],
      names: { session: 'up', interaction: 'up_tx', resume: 'up_r' },
    },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ ...upstream.user, sub: accountId }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        accountId: ctx.oidc.session?.accountId ?? '',
        clientId: upstream.clientId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { user } = upstream;
    const result = user
      ? { login: { accountId: user.sub, remember: false } }
      : { error: 'access_denied', error_description: 'User is not assigned to the client application.' };
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  });
  server.on('request', provider.callback());
  return upstream;
}
