/** The tenant's refresh tokens: issued, found, rotated and revoked (refresh-token-rotation, configure-refresh-token-rotation). */
import { createHash } from 'node:crypto';
import type { RefreshTokenRecord, TokenDigest } from '../../records/refresh-tokens.ts';
import type { ClientRecord, TenantState } from '../../state.ts';
import { isExpired, settingsOf } from './lifetime.ts';

/** A user has at most so many at one application; the oldest is deleted (secure/tokens/refresh-tokens). */
const MAX_OF_AN_APPLICATION = 200;
/** Used ones are kept, so that their reuse is recognised. */
const KEPT_TOKENS = 1_000;

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Holds a token that was presented, and its family. */
export interface PresentedToken {
  family: RefreshTokenRecord;
  token: TokenDigest;
}

/** Returns the family of a token, also of one that was used. */
export function findToken(state: TenantState, value: string): PresentedToken | undefined {
  const hash = digestOf(value);
  for (const family of state.refreshTokens) {
    const token = family.tokens.find((candidate) => candidate.hash === hash);
    if (token !== undefined) return { family, token };
  }
  return undefined;
}

/** Keeps the family, and returns its first token. Those that have expired go. */
export function issueFamily(state: TenantState, family: Omit<RefreshTokenRecord, 'tokens'>): string {
  const record: RefreshTokenRecord = { ...family, tokens: [] };
  const value = newToken(state, record);
  revoke(state, (row) => isExpired(row, state.clock()));
  state.refreshTokens.push(record);
  const own = state.refreshTokens.filter(
    ({ user_id, client_id }) => user_id === family.user_id && client_id === family.client_id,
  );
  const tooMany = new Set(own.slice(0, Math.max(0, own.length - MAX_OF_AN_APPLICATION)));
  revoke(state, (row) => tooMany.has(row));
  return value;
}

/** Ends every family that matches. Returns whether there was one. */
export function revoke(state: TenantState, matches: (family: RefreshTokenRecord) => boolean): boolean {
  const kept = state.refreshTokens.filter((family) => !matches(family));
  const isChanged = kept.length < state.refreshTokens.length;
  if (isChanged) state.refreshTokens = kept;
  return isChanged;
}

/**
 * Returns whether a token was used already and may not be exchanged again: its family rotates, and the leeway is over
 * or a token issued for it has been used (within the leeway only the previous token can be reused).
 */
export function isReused({ family, token }: PresentedToken, client: ClientRecord, nowMs: number): boolean {
  if (token.usedAtMs === undefined) return false;
  const leewayMs = (settingsOf(client).leeway ?? 0) * 1000;
  const isSuperseded = family.tokens.some(({ from, usedAtMs }) => from === token.hash && usedAtMs !== undefined);
  return nowMs - token.usedAtMs >= leewayMs || isSuperseded;
}

/**
 * Exchanges a token: returns the one that takes its place, or `undefined` where it stays. The application's setting as it
 * is now decides; a change of it ends the user's tokens of the other kind for the same API.
 */
export function rotate(state: TenantState, presented: PresentedToken, client: ClientRecord): string | undefined {
  const { family, token } = presented;
  const isRotating = settingsOf(client).rotation_type === 'rotating';
  if (isRotating !== family.rotating) {
    revoke(state, (other) => other !== family && other.rotating === family.rotating && isSameGrant(other, family));
    if (!isRotating) family.tokens = [];
    family.rotating = isRotating;
  } else if (!isRotating) {
    return undefined;
  }
  if (isRotating) token.usedAtMs ??= state.clock();
  return newToken(state, family, isRotating ? token.hash : undefined);
}

/** Returns whether both belong to the same user, application and API. */
export const isSameGrant = (one: RefreshTokenRecord, other: RefreshTokenRecord): boolean =>
  one.user_id === other.user_id && one.client_id === other.client_id && one.audience === other.audience;

function newToken(state: TenantState, family: RefreshTokenRecord, from?: string): string {
  const value = state.newId('v1.', 64);
  family.tokens.push({ hash: digestOf(value), ...(from === undefined ? {} : { from }) });
  if (family.tokens.length > KEPT_TOKENS) family.tokens.shift();
  return value;
}
