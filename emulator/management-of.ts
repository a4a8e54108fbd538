import { decodeJwt } from 'jose';
import type { Middleware } from 'koa';
import type { VerifyAccessToken } from './login/userinfo.ts';
import { entitlementsOf } from './management/entitlements.ts';
import { managementApi } from './management/router.ts';
import { installedVersion } from './runtime/installed-version.ts';
import { packagesOf, type TenantParts } from './tenant-parts.ts';
import { afterPasswordChange, afterRegistration } from './triggers/registration.ts';

/** Returns the Management API of a tenant, with what its operations set off in the other parts. */
export function managementOf(parts: TenantParts): Middleware {
  const { options, state, timeline, triggers, sessions, verify, audiences } = parts;
  /** A deploy makes, deploys and binds an Action, and one note is enough for all three. */
  const noted = new Set<string>();
  return managementApi({
    latestVersion: (name) => installedVersion(packagesOf(options), name),
    ...options.management,
    state,
    entitlements: entitlementsOf(options.plan, options.entitlements),
    onReply: options.onManagementReply,
    note(text) {
      timeline.record({ kind: 'control', what: text });
      if (!noted.has(text)) options.onNote?.(text);
      noted.add(text);
    },
    userAdded: (user, requester) => afterRegistration(triggers, { user, requester }),
    passwordChanged: (user, requester) => afterPasswordChange(triggers, user, requester),
    readIdToken: (token, clientId) => readIdToken(verify, token, clientId),
    endSessions: (userId) => void sessions.endAll(userId, 'session-revoked'),
    async verifyToken(bearer) {
      const claims = await verify(bearer, audiences.management);
      const subject = { subject: String(claims?.sub) };
      return claims && { clientId: String(claims.azp), scopes: String(claims.scope ?? '').split(' '), ...subject };
    },
  });
}

/** Reads an ID token that an application presents; the problems have the messages of the published operation. */
async function readIdToken(verify: VerifyAccessToken, token: string, clientId: string) {
  const claims = await verify(token, clientId);
  if (typeof claims?.sub === 'string') return { sub: claims.sub };
  return { problem: audienceOf(token).includes(clientId) ? INVALID : OTHER_AUDIENCE };
}

const INVALID = 'Invalid token (link_with).';
const OTHER_AUDIENCE = "JWT (link_with) must have an aud claim that matches that of the calling token's azp.";

/** Returns a token's audience without verifying the token; an empty list if it is not a JWT. */
function audienceOf(token: string): unknown[] {
  try {
    return [decodeJwt(token).aud].flat();
  } catch {
    return [];
  }
}
