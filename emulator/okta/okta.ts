/**
 * Acts as Okta, which has the private key: begins Express Configuration as the OIN client and redeems the code, with a
 * standard OpenID client and no short cut into the tenant. Okta's real request is not public
 * (docs/notes/express-configuration.md#oktas-request).
 */
import { generateKeyPair, type KeyObject, randomUUID, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, createRemoteJWKSet, exportJWK, type JWTPayload, jwtVerify } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  PrivateKeyJwt,
  randomPKCECodeVerifier,
} from 'openid-client';

/** The audience for which Okta requests tokens: the system API's identifier. */
export const EXPRESS_CONFIGURE_AUDIENCE = 'urn:auth0:express-configure';
/** Logins that were begun and have not come back: of more the newest are kept. */
const MAX_PENDING = 1000;
const SCOPE = 'openid express_configure:sso express_configure:scim';

export interface AuthorizeOptions {
  /** Space separated; all Express Configuration has to offer unless told otherwise. */
  scope?: string;
  /** `undefined` sends none. */
  audience?: string | undefined;
  prompt?: string;
  organization?: string;
  /** The run to which it belongs; {@link Okta.runOf} returns it. */
  run?: ExpressRun;
}

/** Represents a run of "Express Configure …" in one Okta org's app instance. */
export interface ExpressRun {
  org: string;
  feature: 'sso' | 'scim';
}

export interface ConfiguredToken {
  /** Claims of the access token, its signature, issuer, audience and expiry checked. */
  claims: JWTPayload;
  /** The scope, as `/oauth/token` returned it. */
  scope: string;
  accessToken: string;
}

interface Pending {
  codeVerifier: string;
  audience: string | undefined;
  run: ExpressRun | undefined;
}

export interface Okta {
  /** The key that the SaaS team uploads: SPKI PEM. */
  readonly publicKeyPem: string;
  readonly redirectUri: string;
  /** Tells Okta the OIN client's id, as a submission to the OIN does. */
  connect(clientId: string): void;
  /** A URL to send the administrator's browser to. */
  begin(options?: AuthorizeOptions): Promise<URL>;
  /** Returns whether a callback has the `state` of a login that was begun here and has not returned yet. */
  isAwaited(callback: URL): boolean;
  /** The run that a callback belongs to, while it has not been redeemed. */
  runOf(callback: URL): ExpressRun | undefined;
  /** Redeems the callback; rejects with the OAuth error the tenant answered. */
  complete(callback: URL): Promise<ConfiguredToken>;
}

export async function createOkta(options: { issuer: string; browserOrigin: string }): Promise<Okta> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const key = await signingKey(privateKey);
  const redirectUri = `${options.browserOrigin}/_local/okta/callback`;
  const pending = new Map<string, Pending>();
  let client: { id: string; configuration?: Promise<Configuration> } | undefined;

  const configuration = (): Promise<Configuration> => {
    if (client === undefined) throw new Error('Okta was not told the OIN client id yet: deploy first');
    const known = client;
    known.configuration ??= discovery(new URL(options.issuer), known.id, undefined, PrivateKeyJwt({ key, kid })).catch(
      (error: unknown) => {
        // The next run asks again.
        delete known.configuration;
        throw error;
      },
    );
    return known.configuration;
  };

  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    redirectUri,
    connect(clientId) {
      client = { id: clientId };
    },
    async begin(asked = {}) {
      const codeVerifier = randomPKCECodeVerifier();
      const state = randomUUID();
      const audience = 'audience' in asked ? asked.audience : EXPRESS_CONFIGURE_AUDIENCE;
      const ofTenant = await configuration();
      pending.set(state, { codeVerifier, audience, run: asked.run });
      for (const oldest of [...pending.keys()].slice(0, -MAX_PENDING)) pending.delete(oldest);
      const url = buildAuthorizationUrl(ofTenant, {
        redirect_uri: redirectUri,
        scope: asked.scope ?? SCOPE,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        ...(audience === undefined ? {} : { audience }),
        ...(asked.prompt === undefined ? {} : { prompt: asked.prompt }),
        ...(asked.organization === undefined ? {} : { organization: asked.organization }),
      });
      return new URL(url.pathname + url.search, options.browserOrigin);
    },
    isAwaited: (callback) => pending.has(callback.searchParams.get('state') ?? ''),
    runOf: (callback) => pending.get(callback.searchParams.get('state') ?? '')?.run,
    async complete(callback) {
      const state = callback.searchParams.get('state') ?? '';
      const known = pending.get(state);
      if (known === undefined) throw new Error('the callback belongs to no login begun here, or was used before');
      pending.delete(state);
      const tokens = await authorizationCodeGrant(await configuration(), callback, {
        pkceCodeVerifier: known.codeVerifier,
        expectedState: state,
      });
      const keys = createRemoteJWKSet(new URL('.well-known/jwks.json', options.issuer));
      const { payload } = await jwtVerify(tokens.access_token, keys, {
        issuer: options.issuer,
        algorithms: ['RS256'],
        ...(known.audience === undefined ? {} : { audience: known.audience }),
      });
      return { claims: payload, scope: tokens.scope ?? '', accessToken: tokens.access_token };
    },
  };
}

const signingKey = (privateKey: KeyObject): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey(
    'pkcs8',
    privateKey.export({ type: 'pkcs8', format: 'der' }),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['sign'],
  );
