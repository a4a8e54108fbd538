import type { PostLoginAPI } from '../../../actions/contract.ts';
import type { ApiContext } from './context.ts';
import { checkExpiry, metadataEntries } from './lifetime.ts';

const MAX_REASON_LENGTH = 1024;

/** Checked and recorded only: this tenant issues no refresh tokens. */
export function refreshTokenApi({ event, record }: ApiContext): PostLoginAPI['refreshToken'] {
  const token: object = event.refresh_token ?? {};
  const entries = metadataEntries('refresh token', event.refresh_token?.metadata);
  const offlineOnly = (method: string): string => {
    if (Reflect.get(token, 'access') === 'online') throw new Error(`Cannot call ${method} on an online refresh token.`);
    return `refreshToken.${method}`;
  };
  const setExpiry = (method: string, epochMs: number): void => {
    const name = offlineOnly(method);
    checkExpiry(epochMs);
    record(name, epochMs);
  };
  return {
    revoke(reason) {
      if (reason !== undefined && (typeof reason !== 'string' || reason.length > MAX_REASON_LENGTH)) {
        throw new Error(`((the reason must be a string of at most ${MAX_REASON_LENGTH} characters))`);
      }
      record('refreshToken.revoke', ...(reason === undefined ? [] : [reason]));
    },
    setExpiresAt: (epochMs) => setExpiry('setExpiresAt', epochMs),
    setIdleExpiresAt: (epochMs) => setExpiry('setIdleExpiresAt', epochMs),
    setMetadata(key, value) {
      const name = offlineOnly('setMetadata');
      entries.set(key, value);
      record(name, key, value);
    },
    deleteMetadata(key) {
      const name = offlineOnly('deleteMetadata');
      entries.set(key, null);
      record(name, key);
    },
    evictMetadata() {
      const name = offlineOnly('evictMetadata');
      entries.clear();
      record(name);
    },
  };
}
