import type { Event } from '../../library/contract.ts';
import { signHs256, verifyHs256 } from '../runtime/hs256.ts';
import { NOW_MS } from './instant.ts';

const PARAMETER = 'session_token';
const LIFETIME_SECONDS = 900;

/** Describes the redirect of an Action, as the page it leads to reads it. */
export interface ReceivedRedirect {
  url: URL;
  query: Record<string, string>;
  /** Holds the token's claims. */
  payload: Record<string, unknown>;
}

/**
 * Reads the token that an Action made with `api.redirect.encodeToken` and sent along.
 *
 * @param url of a redirect: that of the login's `step`, or of the command `redirect.sendUserTo`
 * @throws Error if the token is missing, or its signature or time is wrong
 */
export function receiveRedirect(
  url: string,
  { secret, parameter = PARAMETER, nowMs = NOW_MS }: { secret: string; parameter?: string; nowMs?: number },
): ReceivedRedirect {
  const target = new URL(url);
  const token = target.searchParams.get(parameter);
  if (token === null) throw new Error(`${target.origin}${target.pathname} has no parameter ${parameter}`);
  const verified = verifyHs256(token, secret, nowMs / 1000);
  if (!verified.ok) throw new Error(`the token in ${parameter} is invalid: ${verified.reason}`);
  return { url: target, query: Object.fromEntries(target.searchParams), payload: verified.payload };
}

/**
 * Returns the query with which a page sends the user back to `/continue`, signed as `api.redirect.validateToken` demands: for
 * `continue` of a login, or for `cases.redirectResume`.
 *
 * @param options.state what the redirect came with; that of `cases.redirectResume` unless given
 * @param options.payload wins over what is set here, so that a test can spoil it
 */
export function redirectAnswer({
  event,
  secret,
  state = 'resume-00000001',
  payload = {},
  parameter = PARAMETER,
  expiresInSeconds = LIFETIME_SECONDS,
  nowMs = NOW_MS,
}: {
  event: Event;
  secret: string;
  state?: string;
  payload?: Record<string, unknown>;
  parameter?: string;
  expiresInSeconds?: number;
  nowMs?: number;
}): Record<string, string> {
  const iat = Math.floor(nowMs / 1000);
  const claims = { iss: 'page.example', sub: event.user.user_id, state, iat, exp: iat + expiresInSeconds };
  return { [parameter]: signHs256({ ...claims, ...payload }, secret), state };
}
