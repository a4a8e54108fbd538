import type { PostLoginAPI } from '../../../library/contract.ts';
import { isObject } from '../../is-object.ts';
import type { ApiContext } from './context.ts';

/** Recorded and written at the end of the trigger: the event does not change. Auth0's two texts differ by a full stop. */
export const userApi = ({ event, chained }: ApiContext): PostLoginAPI['user'] => ({
  setAppMetadata(key, value) {
    if (!isObject(event.user.app_metadata)) {
      throw new Error('Unexpected app_metadata format. Must be a valid JSON object');
    }
    return chained('user.setAppMetadata', key, value);
  },
  setUserMetadata(key, value) {
    if (!isObject(event.user.user_metadata)) {
      throw new Error('Unexpected user_metadata format. Must be a valid JSON object.');
    }
    return chained('user.setUserMetadata', key, value);
  },
});
