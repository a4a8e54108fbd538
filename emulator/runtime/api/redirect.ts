import type { Event, PostLoginAPI } from '../../../library/contract.ts';
import { signHs256, verifyHs256 } from '../hs256.ts';
import type { ApiContext } from './context.ts';

const DEFAULT_LIFETIME_SECONDS = 900;

const NON_INTERACTIVE = ['oauth2-resource-owner', 'oauth2-refresh-token', 'oauth2-password', 'oauth2-webauthn'];

/**
 * The message for a missing secret: an unset secret of an Action is undefined, and nothing may be signed or accepted
 * with it.
 */
const NO_SECRET = 'the secret is missing or empty; is it among the Action’s secrets?';
const isSecret = (secret: unknown): secret is string => typeof secret === 'string' && secret !== '';

export function redirectApi({ event, clock, chained }: ApiContext): PostLoginAPI['redirect'] {
  const nowSeconds = (): number => Math.floor(clock() / 1000);
  return {
    canRedirect: () =>
      event.request.query.prompt !== 'none' && !NON_INTERACTIVE.includes(event.transaction?.protocol ?? ''),
    encodeToken({ secret, payload, expiresInSeconds = DEFAULT_LIFETIME_SECONDS }) {
      if (!isSecret(secret)) throw new Error(`((api.redirect.encodeToken: ${NO_SECRET}))`);
      return signHs256(
        {
          iat: nowSeconds(),
          iss: event.request.hostname,
          sub: event.user.user_id,
          exp: nowSeconds() + expiresInSeconds,
          ip: event.request.ip,
          ...payload,
        },
        secret,
      );
    },
    sendUserTo(url, options) {
      const target = new URL(url);
      for (const [name, value] of Object.entries(options?.query ?? {})) target.searchParams.set(name, value);
      return chained('redirect.sendUserTo', target.href);
    },
    validateToken({ secret, tokenParameterName = 'session_token' }) {
      const { query, body } = event.request;
      const token = body[tokenParameterName] ?? query[tokenParameterName];
      if (typeof token !== 'string' || token === '') {
        throw new Error(
          `There is no parameter called '${tokenParameterName}' available in either the POST body or query string.`,
        );
      }
      if (!isSecret(secret)) throw new Error(`The session token is invalid: ((${NO_SECRET}))`);
      const verified = verifyHs256(token, secret, nowSeconds());
      const reason = verified.ok ? claimFault(event, verified.payload) : verified.reason;
      if (!verified.ok || reason !== undefined) throw new Error(`The session token is invalid: ${reason}`);
      return verified.payload;
    },
  };
}

/** Checks that the token belongs to this user and this redirect (customize/actions/redirect-with-actions). */
function claimFault({ request, user }: Event, { sub, iss, state }: Record<string, unknown>): string | undefined {
  if (sub !== user.user_id) return '((sub is not the user))';
  if (typeof iss !== 'string') return '((iss is missing))';
  const expected = request.body.state ?? request.query.state;
  return typeof state === 'string' && state === expected ? undefined : '((state is not that of this redirect))';
}
