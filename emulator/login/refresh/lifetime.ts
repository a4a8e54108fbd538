import type { RefreshTokenRecord } from '../../records/refresh-tokens.ts';
import type { RefreshTokenEdits } from '../../runtime/refresh-token-edits.ts';
import type { ClientRecord } from '../../state.ts';

/** Describes `refresh_token` of a client; lifetimes and leeway in seconds. */
export interface RefreshSettings {
  rotation_type?: 'rotating' | 'non-rotating';
  expiration_type?: 'expiring' | 'non-expiring';
  leeway?: number;
  token_lifetime?: number;
  infinite_token_lifetime?: boolean;
  idle_token_lifetime?: number;
  infinite_idle_token_lifetime?: boolean;
}

type Lifetime = Pick<RefreshTokenRecord, 'expires_at' | 'idle_expires_at'>;

/** Returns the client's `refresh_token` settings; an empty object if it has none. */
export const settingsOf = (client: ClientRecord): RefreshSettings => Object(client.refresh_token);

const endOf = (nowMs: number, seconds: number | undefined, isInfinite: boolean | undefined): number =>
  isInfinite || seconds === undefined ? Number.POSITIVE_INFINITY : nowMs + seconds * 1000;

/**
 * Returns when a refresh token expires that is issued or exchanged now (configure-refresh-token-expiration,
 * manage-refresh-tokens-actions). The maximum lifetime is that of the issue: later settings only end what had no end.
 * The idle one starts anew. Actions shorten both, and lengthen neither.
 *
 * @param known the lifetime it has had so far; undefined when it is issued
 */
export function lifetimeOf(
  settings: RefreshSettings,
  nowMs: number,
  edits: RefreshTokenEdits = {},
  known?: Lifetime,
): Lifetime {
  const isExpiring = settings.expiration_type === 'expiring';
  const maximum = endOf(nowMs, settings.token_lifetime, settings.infinite_token_lifetime);
  const idle = endOf(nowMs, settings.idle_token_lifetime, settings.infinite_idle_token_lifetime);
  const fixed = known?.expires_at === undefined ? (isExpiring ? maximum : undefined) : Date.parse(known.expires_at);
  const isShortened = edits.expiresAtMs !== undefined || edits.idleExpiresAtMs !== undefined;
  // A token without an end gets the application's when an Action gives it one.
  const end = Math.min(fixed ?? (isShortened ? maximum : Number.POSITIVE_INFINITY), edits.expiresAtMs ?? Infinity);
  const idleEnd = Math.min(
    isExpiring || isShortened ? idle : Number.POSITIVE_INFINITY,
    edits.idleExpiresAtMs ?? Infinity,
    end,
  );
  return {
    ...(Number.isFinite(end) && { expires_at: new Date(end).toISOString() }),
    ...(Number.isFinite(idleEnd) && { idle_expires_at: new Date(idleEnd).toISOString() }),
  };
}

/** Returns whether its maximum or its idle lifetime is over. */
export const isExpired = ({ expires_at, idle_expires_at }: Lifetime, nowMs: number): boolean =>
  [expires_at, idle_expires_at].some((end) => end !== undefined && Date.parse(end) <= nowMs);
