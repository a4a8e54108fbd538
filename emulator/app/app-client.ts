/** A SaaS application as the tenant's client, with a stock OpenID client: state, nonce and PKCE in every login. */
import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomPKCECodeVerifier,
} from 'openid-client';

/** Holds the settings of a registered application. */
export interface AppRegistration {
  clientId: string;
  clientSecret: string;
  /** Its published one, for instance `https://app.acme.example/callback`. */
  callback: string;
}

/** Describes the parameters of the documented initiate-login endpoint. */
export interface LoginHints {
  /** Its id; a name only where the tenant takes names. */
  organization?: string | undefined;
  /** The ticket of an organization's invitation: its link leads to the same endpoint. */
  invitation?: string | undefined;
  connection?: string | undefined;
  login_hint?: string | undefined;
}

interface PendingLogin {
  nonce: string;
  codeVerifier: string;
  organization: string | undefined;
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LOGOUT_TOKEN_AGE = '2 minutes';

export class AppClient {
  readonly #issuer: string;
  readonly #registration: AppRegistration;
  readonly #pending = new Map<string, PendingLogin>();
  #configuration: Promise<Configuration> | undefined;

  constructor(issuer: string, registration: AppRegistration) {
    this.#issuer = issuer;
    this.#registration = registration;
  }

  async begin(hints: LoginHints): Promise<{ url: URL; state: string }> {
    const state = randomUUID();
    const login = { nonce: randomUUID(), codeVerifier: randomPKCECodeVerifier(), organization: hints.organization };
    this.#pending.set(state, login);
    const given = Object.entries(hints).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const url = buildAuthorizationUrl(await this.#discovered(), {
      redirect_uri: this.#registration.callback,
      scope: 'openid profile email',
      state,
      nonce: login.nonce,
      code_challenge: await calculatePKCECodeChallenge(login.codeVerifier),
      code_challenge_method: 'S256',
      ...Object.fromEntries(given),
    });
    return { url, state };
  }

  /** Claims of the ID token; rejects with what the tenant refused. @param search of the callback. */
  async complete(state: string, search: string): Promise<Record<string, unknown>> {
    const login = this.#pending.get(state);
    this.#pending.delete(state);
    if (login === undefined) throw new Error('this login was not begun here, or is done');
    const tokens = await authorizationCodeGrant(
      await this.#discovered(),
      new URL(this.#registration.callback + search),
      { expectedState: state, expectedNonce: login.nonce, pkceCodeVerifier: login.codeVerifier, idTokenExpected: true },
    );
    const claims = { ...tokens.claims() };
    if (login.organization?.startsWith('org_') && claims.org_id !== login.organization) {
      throw new Error('the login is of another organization than was asked for');
    }
    return claims;
  }

  /** Checks a logout token as Back-Channel Logout 1.0 section 2.6 says; rejects with what is wrong about it. */
  async logoutOf(token: string): Promise<{ sub: string | undefined; sid: unknown }> {
    const keys = createRemoteJWKSet(new URL('.well-known/jwks.json', this.#issuer));
    const { payload } = await jwtVerify(token, keys, {
      issuer: this.#issuer,
      audience: this.#registration.clientId,
      algorithms: ['RS256'],
      maxTokenAge: LOGOUT_TOKEN_AGE,
    });
    const { events, nonce, sub, sid } = payload;
    const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
    if (!isLogout || nonce !== undefined || (sub === undefined && sid === undefined)) {
      throw new Error('this is no logout token');
    }
    return { sub, sid };
  }

  #discovered(): Promise<Configuration> {
    const { clientId, clientSecret } = this.#registration;
    this.#configuration ??= discovery(new URL(this.#issuer), clientId, clientSecret);
    return this.#configuration;
  }
}
