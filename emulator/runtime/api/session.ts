import type { PostLoginAPI } from '../../../actions/contract.ts';
import type { ApiContext } from './context.ts';
import { checkExpiry, metadataEntries } from './lifetime.ts';

/** `revoke` ends the browser's session and denies; the others are checked and recorded only. */
export function sessionApi({ event, record }: ApiContext): PostLoginAPI['session'] {
  const entries = metadataEntries('session', event.session?.metadata);
  const requireSession = (): void => {
    if (event.session === undefined) throw new Error('Failed to set session metadata: ((the event has no session))');
  };
  const setExpiry = (method: string, epochMs: number): void => {
    checkExpiry(epochMs);
    record(method, epochMs);
  };
  return {
    revoke(reason, options) {
      if (reason !== undefined && typeof reason !== 'string') throw new Error('((the reason must be a string))');
      const preserve = options?.preserveRefreshTokens;
      if (preserve !== undefined && typeof preserve !== 'boolean') {
        throw new Error('((preserveRefreshTokens must be a boolean))');
      }
      const given = reason === undefined ? [] : [reason];
      if (preserve === undefined) record('session.revoke', ...given);
      else record('session.revoke', reason, { preserveRefreshTokens: preserve });
    },
    setCookieMode(mode) {
      if (mode !== 'persistent' && mode !== 'non-persistent') {
        throw new Error('((the cookie mode must be persistent or non-persistent))');
      }
      // Auth0 shows an empty object as the session in some flows, which is left as it is.
      if (Object.keys(event.session ?? {}).length > 0) Object.assign(event.session ?? {}, { cookie: { mode } });
      record('session.setCookieMode', mode);
    },
    setExpiresAt: (epochMs) => setExpiry('session.setExpiresAt', epochMs),
    setIdleExpiresAt: (epochMs) => setExpiry('session.setIdleExpiresAt', epochMs),
    setMetadata(key, value) {
      requireSession();
      entries.set(key, value);
      record('session.setMetadata', key, value);
    },
    deleteMetadata(key) {
      requireSession();
      entries.set(key, null);
      record('session.deleteMetadata', key);
    },
    evictMetadata() {
      requireSession();
      entries.clear();
      record('session.evictMetadata');
    },
  };
}
