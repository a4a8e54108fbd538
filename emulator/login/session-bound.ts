import type { Provider } from 'oidc-provider';

/**
 * Keeps codes and access tokens of a session valid when the same application logs in again in that session, from another
 * tab or from where an Action sent the user. oidc-provider lets those of the former login end, since each login has its
 * own Grant here. They still end with the session, and when it becomes another user's.
 */
export function keepAcrossLogins(provider: Provider): void {
  for (const model of [provider.AuthorizationCode, provider.AccessToken]) {
    const find: unknown = Reflect.get(model, 'find');
    if (typeof find !== 'function') throw new TypeError('oidc-provider has no search for its tokens');
    Object.defineProperty(model, 'find', {
      async value(id: string, options: { ignoreSessionBinding?: boolean } = {}) {
        const token = await Reflect.apply(find, this, [id, { ...options, ignoreSessionBinding: true }]);
        if (!token?.expiresWithSession || options.ignoreSessionBinding === true) return token;
        const session = await provider.Session.findByUid(token.sessionUid);
        return session?.accountId === token.accountId ? token : undefined;
      },
    });
  }
}
