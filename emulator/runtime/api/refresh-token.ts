import type { PostLoginAPI } from '../../../library/contract.ts';
import type { ApiContext } from './context.ts';
import { checkExpiry, metadataOf, settingMetadata } from './lifetime.ts';
import { checkReason } from './session.ts';

const MAX_REASON_LENGTH = 1024;

/** Makes `api.refreshToken`. Metadata may be set before there is a token: it is the next one's. */
export function refreshTokenApi({ event, record }: ApiContext): PostLoginAPI['refreshToken'] {
  const token: object = event.refresh_token ?? {};
  const metadata = metadataOf(event.refresh_token);
  const offlineOnly = (method: string): void => {
    if (Reflect.get(token, 'access') === 'online') throw new Error(`Cannot call ${method} on an online refresh token.`);
  };
  return {
    revoke(reason) {
      checkReason(reason, MAX_REASON_LENGTH);
      record('refreshToken.revoke', reason);
    },
    setExpiresAt(epochMs) {
      offlineOnly('setExpiresAt');
      checkExpiry('absolute', epochMs);
      record('refreshToken.setExpiresAt', epochMs);
    },
    setIdleExpiresAt(epochMs) {
      offlineOnly('setIdleExpiresAt');
      checkExpiry('inactivity', epochMs);
      record('refreshToken.setIdleExpiresAt', epochMs);
    },
    setMetadata(key, value) {
      const changed = settingMetadata('refresh token', () => {
        offlineOnly('setMetadata');
        return metadata.set(key, value);
      });
      if (changed) record('refreshToken.setMetadata', key, value);
    },
    deleteMetadata(key) {
      offlineOnly('deleteMetadata');
      if (metadata.remove(key)) record('refreshToken.deleteMetadata', key);
    },
    evictMetadata() {
      offlineOnly('evictMetadata');
      if (metadata.clear()) record('refreshToken.evictMetadata');
    },
  };
}
