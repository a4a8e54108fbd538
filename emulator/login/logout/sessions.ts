import type { Provider } from 'oidc-provider';
import type { Storage } from '../adapter.ts';
import type { BackChannel, EndedSession, LogoutInitiator } from './back-channel.ts';

type Session = Awaited<ReturnType<Provider['Session']['get']>>;

/** Browsers' sessions at the tenant, to be ended: one, or all of a user's. */
export class Sessions {
  readonly #provider: Provider;
  readonly #storage: Storage;
  readonly #backChannel: BackChannel;

  constructor(provider: Provider, storage: Storage, backChannel: BackChannel) {
    this.#provider = provider;
    this.#storage = storage;
    this.#backChannel = backChannel;
    // An OpenID Connect logout is oidc-provider's to carry out.
    provider.on('end_session.success', ({ oidc: { session } }) => {
      const ended = session === undefined || !('destroyed' in session) ? undefined : factsOf(session);
      if (ended !== undefined) void backChannel.tell(ended, 'rp-logout');
    });
  }

  async end(session: Session, initiator: LogoutInitiator): Promise<void> {
    const ended = factsOf(session);
    await session.destroy();
    if (ended !== undefined) await this.#backChannel.tell(ended, initiator);
  }

  /** Ends all sessions of a user, and voids codes that were not redeemed yet, so that no new tokens are issued. */
  async endAll(userId: string, initiator: LogoutInitiator): Promise<void> {
    for (const id of this.#storage.idsOf('AuthorizationCode', userId)) this.#storage.delete('AuthorizationCode', id);
    const found = this.#storage.idsOf('Session', userId).map((id) => this.#provider.Session.find(id));
    const sessions = (await Promise.all(found)).filter((session) => session !== undefined);
    await Promise.all(sessions.map((session) => this.end(session, initiator)));
  }
}

function factsOf({ accountId, uid, authorizations }: Session): EndedSession | undefined {
  return accountId === undefined
    ? undefined
    : { userId: accountId, sessionId: uid, clientIds: Object.keys(authorizations ?? {}) };
}
