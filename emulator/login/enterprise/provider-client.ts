/** The tenant as a relying party of a connection's provider, with a stock OpenID client. */
import { randomUUID } from 'node:crypto';
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  randomPKCECodeVerifier,
} from 'openid-client';
import type { ConnectionRecord, JsonObject } from '../../state.ts';
import type { ProviderClaims } from './attribute-map.ts';

/** One leg to a provider; kept with the login, gone once it is back. */
export interface ProviderLeg {
  connectionId: string;
  state: string;
  nonce: string;
  codeVerifier: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const CLIENT_OF_STRATEGY = ['okta', 'oidc'];

/** Reports a provider that cannot be used; the message is the emulator's. */
class ProviderError extends Error {}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Returns the issuer of a connection of the strategy okta or oidc; an Okta org is its own issuer. */
export function issuerOf({ options }: Pick<ConnectionRecord, 'options'>): string | undefined {
  const domain = text(options.domain);
  return text(options.issuer) ?? (domain && `https://${domain}`);
}

/** Keeps a client for each provider, discovered once for the connection's settings at that time. */
export class ProviderClients {
  readonly #known = new Map<string, Promise<Configuration>>();
  readonly #redirectUri: string;

  constructor(redirectUri: string) {
    this.#redirectUri = redirectUri;
  }

  /** A URL to send the user's browser to, and what the way back is checked by. */
  async begin(connection: ConnectionRecord, interactionId: string, loginHint: string | undefined) {
    const leg: ProviderLeg = {
      connectionId: connection.id,
      state: `${interactionId}.${randomUUID()}`,
      nonce: randomUUID(),
      codeVerifier: randomPKCECodeVerifier(),
    };
    const url = buildAuthorizationUrl(await this.#client(connection), {
      redirect_uri: this.#redirectUri,
      scope: text(connection.options.scope) ?? 'openid profile email',
      state: leg.state,
      nonce: leg.nonce,
      code_challenge: await calculatePKCECodeChallenge(leg.codeVerifier),
      code_challenge_method: 'S256',
      ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    });
    return { url, leg };
  }

  /** Redeems the code; rejects with what the provider refused. @param search of the callback. */
  async complete(
    connection: ConnectionRecord,
    leg: ProviderLeg,
    search: string,
  ): Promise<ProviderClaims & { sub: string }> {
    const client = await this.#client(connection);
    const tokens = await authorizationCodeGrant(client, new URL(this.#redirectUri + search), {
      expectedState: leg.state,
      expectedNonce: leg.nonce,
      pkceCodeVerifier: leg.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new ProviderError('the provider sent no ID token');
    const { userinfo_endpoint } = client.serverMetadata();
    const userinfo = userinfo_endpoint ? await fetchUserInfo(client, tokens.access_token, claims.sub) : {};
    return { sub: claims.sub, tokenset: jsonOf(claims), userinfo: jsonOf(userinfo) };
  }

  #client(connection: ConnectionRecord): Promise<Configuration> {
    const { client_id, client_secret } = connection.options;
    const issuer = issuerOf(connection);
    const key = JSON.stringify([issuer, client_id, client_secret]);
    let client = this.#known.get(key);
    if (client === undefined) {
      client = discoverClient(connection, issuer, text(client_id), text(client_secret));
      this.#known.set(key, client);
      client.catch(() => this.#known.delete(key));
    }
    return client;
  }
}

async function discoverClient(
  { name, strategy }: ConnectionRecord,
  issuer: string | undefined,
  clientId: string | undefined,
  clientSecret: string | undefined,
): Promise<Configuration> {
  if (!CLIENT_OF_STRATEGY.includes(strategy)) {
    throw new ProviderError(`connections of the strategy ${strategy} can be configured, not used`);
  }
  if (issuer === undefined || clientId === undefined || !URL.canParse(issuer)) {
    throw new ProviderError(`the connection ${name} has no issuer or no client id`);
  }
  const { protocol, hostname } = new URL(issuer);
  if (!LOOPBACK.includes(hostname))
    throw new ProviderError(`${hostname} is not on this machine: nothing was sent there`);
  const authentication = clientSecret === undefined ? None() : ClientSecretPost(clientSecret);
  const insecure = protocol === 'http:' ? { execute: [allowInsecureRequests] } : {};
  return discovery(new URL(issuer), clientId, undefined, authentication, insecure);
}

const jsonOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value));

/** Returns the error that the application gets if a provider refused the login. */
export function refusalOf(error: unknown): { error: string; error_description: string } {
  if (error instanceof AuthorizationResponseError) {
    return { error: error.error, error_description: error.error_description ?? '' };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { error: 'access_denied', error_description: `((${message.replaceAll(/["\\]/g, "'")}))` };
}
