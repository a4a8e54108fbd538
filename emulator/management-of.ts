import type { Middleware } from 'koa';
import { entitlementsOf } from './management/entitlements.ts';
import { managementApi } from './management/router.ts';
import { installedVersion } from './runtime/installed-version.ts';
import { packagesOf, type TenantParts } from './tenant-parts.ts';
import { afterPasswordChange, afterRegistration } from './triggers/registration.ts';

/** Returns the Management API of a tenant, with what its operations set off in the other parts. */
export function managementOf(parts: TenantParts): Middleware {
  const { options, state, timeline, triggers, sessions, verify, audiences } = parts;
  return managementApi({
    latestVersion: (name) => installedVersion(packagesOf(options), name),
    ...options.management,
    state,
    entitlements: entitlementsOf(options.plan, options.entitlements),
    onReply: options.onManagementReply,
    note(text) {
      timeline.record({ kind: 'control', what: text });
      options.onNote?.(text);
    },
    userAdded: (user, asker) => afterRegistration(triggers, { user, asker }),
    passwordChanged: (user, asker) => afterPasswordChange(triggers, user, asker),
    endSessions: (userId) => void sessions.endAll(userId, 'session-revoked'),
    async verifyToken(bearer) {
      const claims = await verify(bearer, audiences.management);
      return claims && { clientId: String(claims.azp), scopes: String(claims.scope ?? '').split(' ') };
    },
  });
}
