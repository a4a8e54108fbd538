/** Logout tokens for applications with a back-channel logout URL (authenticate/login/logout/back-channel-logout). */
import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { Addresses } from '../../addresses.ts';
import { findClient, type TenantState } from '../../state.ts';

/** Names what ended a session, as `backchannel_logout_initiators` does. */
export type LogoutInitiator = 'rp-logout' | 'idp-logout' | 'session-revoked' | 'account-deactivated';

export interface EndedSession {
  userId: string;
  sessionId: string;
  clientIds: string[];
}

export interface BackChannelOptions {
  state: TenantState;
  issuer: string;
  signingKey: JWK;
  addresses: Addresses;
}

/** The initiators of which an application without its own list is notified. */
const DEFAULT_INITIATORS: readonly string[] = ['rp-logout', 'idp-logout'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const LIFETIME_SECONDS = 120;
/** Generous, for a machine that is busy: applications are on this one. */
const TIME_LIMIT_MS = 30_000;

export class BackChannel {
  readonly #options: BackChannelOptions;

  constructor(options: BackChannelOptions) {
    this.#options = options;
  }

  /** Tells every application of the session that wants to know; what one answers, or that it does not, changes nothing. */
  async tell({ userId, sessionId, clientIds }: EndedSession, initiator: LogoutInitiator): Promise<void> {
    const calls = clientIds.flatMap((clientId) =>
      logoutUrls(this.#options.state, clientId, initiator).map((url) => this.#post(url, clientId, userId, sessionId)),
    );
    await Promise.allSettled(calls);
  }

  async #post(url: string, clientId: string, userId: string, sessionId: string): Promise<void> {
    const { addresses, issuer } = this.#options;
    const path = addresses.pathOf(url);
    const target = path === undefined ? new URL(url) : new URL(path, issuer);
    if (!LOOPBACK.includes(target.hostname)) throw new Error(`${target.hostname} is not on this machine`);
    const logout_token = await this.#token(clientId, userId, sessionId);
    await fetch(target, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      body: new URLSearchParams({ logout_token }),
    });
  }

  /**
   * Makes the logout token as in the documentation's sample; its type is `JWT` there, not the specification's
   * `logout+jwt`.
   */
  async #token(clientId: string, userId: string, sessionId: string): Promise<string> {
    const { issuer, signingKey, state } = this.#options;
    const seconds = Math.floor(state.clock() / 1000);
    return new SignJWT({
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      trace_id: state.newId(''),
      sid: sessionId,
    })
      .setProtectedHeader({
        alg: 'RS256',
        typ: 'JWT',
        ...(signingKey.kid === undefined ? {} : { kid: signingKey.kid }),
      })
      .setIssuer(issuer)
      .setSubject(userId)
      .setAudience(clientId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIFETIME_SECONDS)
      .setJti(randomUUID())
      .sign(await importJWK(signingKey, 'RS256'));
  }
}

interface LogoutSettings {
  backchannel_logout_urls?: string[];
  backchannel_logout_initiators?: { mode?: string; selected_initiators?: string[] };
}

const isSettings = (value: unknown): value is LogoutSettings => typeof value === 'object' && value !== null;

/** Returns the addresses of an application that is notified of this initiator. */
export function logoutUrls(state: TenantState, clientId: string, initiator: LogoutInitiator): string[] {
  const settings = findClient(state, clientId)?.oidc_logout;
  if (!isSettings(settings)) return [];
  const { mode, selected_initiators = [] } = settings.backchannel_logout_initiators ?? {};
  const told = mode === undefined ? DEFAULT_INITIATORS : selected_initiators;
  return mode === 'all' || told.includes(initiator) ? (settings.backchannel_logout_urls ?? []) : [];
}
