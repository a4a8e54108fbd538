import type { PostLoginAPI } from '../../../library/contract.ts';
import type { ApiContext } from './context.ts';

const MAX_USER_ID_LENGTH = 128;

export function authenticationApi(context: ApiContext): PostLoginAPI['authentication'] {
  const { record } = context;
  let primaryUserSet = false;

  return {
    challengeWith: (...args) => record('authentication.challengeWith', ...args),
    challengeWithAny: (...args) => record('authentication.challengeWithAny', ...args),
    enrollWith: (...args) => record('authentication.enrollWith', ...args),
    enrollWithAny: (...args) => record('authentication.enrollWithAny', ...args),
    recordMethod(providerUrl) {
      if (context.handler !== 'onContinuePostLogin') {
        throw new Error('((authentication.recordMethod can only be called in onContinuePostLogin))');
      }
      return context.chained('authentication.recordMethod', providerUrl);
    },
    setPrimaryUser(primaryUserId) {
      if (primaryUserSet) throw new Error('The primary user can only be altered once per transaction');
      if (typeof primaryUserId !== 'string' || primaryUserId === '') {
        throw new Error('The provided primary_user_id must be a non-empty string');
      }
      if (primaryUserId.length > MAX_USER_ID_LENGTH) {
        throw new Error('The provided primary_user_id exceeds the maximum length.');
      }
      primaryUserSet = true;
      record('authentication.setPrimaryUser', primaryUserId);
    },
  };
}

export const multifactorApi = (context: ApiContext): PostLoginAPI['multifactor'] => ({
  enable(provider, options) {
    if (options === undefined) return context.chained('multifactor.enable', provider);
    const { allowRememberBrowser, providerOptions } = options;
    return context.chained('multifactor.enable', provider, { allowRememberBrowser, providerOptions });
  },
});
