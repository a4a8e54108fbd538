import { randomUUID } from 'node:crypto';

export interface AppSession {
  claims: Record<string, unknown>;
  /** Whether a back-channel logout ended it; the browser learns of it at its next request. */
  ended: boolean;
}

/** Keeps the sessions of an application, by its cookie, and by the tenant's `sid` or `sub` for logout tokens. */
export class AppSessions {
  readonly #sessions = new Map<string, AppSession>();

  start(claims: Record<string, unknown>): string {
    const id = randomUUID();
    this.#sessions.set(id, { claims, ended: false });
    return id;
  }

  find(id: string | undefined): AppSession | undefined {
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  delete(id: string | undefined): void {
    if (id !== undefined) this.#sessions.delete(id);
  }

  /** A token with a `sid` ends that session, one without all of the user's. */
  endBy({ sub, sid }: { sub: string | undefined; sid: unknown }): number {
    const named = [...this.#sessions.values()].filter(
      ({ claims, ended }) => !ended && (sid === undefined ? claims.sub === sub : claims.sid === sid),
    );
    for (const session of named) session.ended = true;
    return named.length;
  }
}
