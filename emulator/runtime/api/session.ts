import type { PostLoginAPI } from '../../../library/contract.ts';
import { checkObject, checkText, refuse } from './check.ts';
import type { ApiContext } from './context.ts';
import { checkExpiry, metadataOf, settingMetadata } from './lifetime.ts';

const COOKIE_MODES: readonly unknown[] = ['persistent', 'non-persistent'];

/** Makes `api.session`. `revoke` ends the browser's session and denies; metadata stays with the session. */
export function sessionApi({ event, record }: ApiContext): PostLoginAPI['session'] {
  const metadata = metadataOf(event.session);
  const hasSession = (): boolean => Boolean(event.session);
  return {
    revoke(reason, options) {
      checkReason(reason);
      if (options === undefined) return record('session.revoke', reason);
      checkObject('options', options, ['preserveRefreshTokens']);
      const { preserveRefreshTokens } = options;
      if (preserveRefreshTokens === undefined) return record('session.revoke', reason);
      if (typeof preserveRefreshTokens !== 'boolean') refuse('preserveRefreshTokens', 'must be boolean');
      record('session.revoke', reason, { preserveRefreshTokens });
    },
    setCookieMode(mode) {
      if (!mode) throw new Error('Cookie mode must be provided');
      if (!COOKIE_MODES.includes(mode)) {
        throw new Error(`Invalid cookie mode: ${mode}. Valid values are 'persistent' and 'non-persistent'.`);
      }
      // Auth0 shows an empty object as the session in some flows, which is left as it is.
      const { session } = event;
      if (session !== undefined && Object.keys(session).length > 0) {
        const cookie: unknown = Reflect.get(session, 'cookie');
        event.session = { ...session, ...{ cookie: { ...(typeof cookie === 'object' ? cookie : {}), mode } } };
      }
      record('session.setCookieMode', mode);
    },
    setExpiresAt(epochMs) {
      checkExpiry('absolute', epochMs);
      record('session.setExpiresAt', epochMs);
    },
    setIdleExpiresAt(epochMs) {
      checkExpiry('inactivity', epochMs);
      record('session.setIdleExpiresAt', epochMs);
    },
    setMetadata(key, value) {
      const changed = settingMetadata('session', () => {
        if (!hasSession()) throw new Error('Cannot set metadata on a session that does not exist.');
        return metadata.set(key, value);
      });
      if (changed) record('session.setMetadata', key, value);
    },
    deleteMetadata(key) {
      if (hasSession() && metadata.remove(key)) record('session.deleteMetadata', key);
    },
    evictMetadata() {
      if (!hasSession()) return;
      metadata.clear();
      record('session.evictMetadata');
    },
  };
}

/** Auth0's typings ask for a reason, which its harness checks where there is one. */
export function checkReason(reason: unknown, maxCharacters?: number): void {
  if (reason === undefined) throw new Error('((a reason is required))');
  checkText('message', reason, maxCharacters);
}
