import type { PostLoginAPI } from '../../../library/contract.ts';
import type { ApiContext } from './context.ts';

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Recorded and written at the end of the trigger: the event does not change. Auth0's two texts differ by a full stop. */
export const userApi = ({ event, chained }: ApiContext): PostLoginAPI['user'] => ({
  setAppMetadata(key, value) {
    if (!isPlainObject(event.user.app_metadata)) {
      throw new Error('Unexpected app_metadata format. Must be a valid JSON object');
    }
    return chained('user.setAppMetadata', key, value);
  },
  setUserMetadata(key, value) {
    if (!isPlainObject(event.user.user_metadata)) {
      throw new Error('Unexpected user_metadata format. Must be a valid JSON object.');
    }
    return chained('user.setUserMetadata', key, value);
  },
});
