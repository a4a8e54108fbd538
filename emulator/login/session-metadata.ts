import type { FlowProgress } from '../runtime/flow.ts';
import { editedMetadata } from '../runtime/metadata-edits.ts';

/** The time a browser's session lasts after its last use, in seconds. */
export const SESSION_SECONDS = 3 * 24 * 3600;

/** The same number as oidc-provider's storage keeps. */
const KEPT_SESSIONS = 1_000;

/**
 * Keeps what Actions store with each browser session (`api.session.setMetadata`), newest last, until the session ends.
 */
export class SessionMetadata {
  readonly #bySession = new Map<string, Record<string, string>>();

  /** Returns a session's metadata as a flow's Actions have left it so far. */
  in(sessionUid: string | undefined, { outcome }: FlowProgress): Record<string, string> {
    return editedMetadata(this.#bySession.get(sessionUid ?? '') ?? {}, outcome.sessionMetadata);
  }

  /** Keeps what the Actions of a flow changed. */
  keep(sessionUid: string | undefined, flow: FlowProgress): void {
    if (sessionUid === undefined || flow.outcome.sessionMetadata === undefined) return;
    const metadata = this.in(sessionUid, flow);
    this.#bySession.delete(sessionUid);
    this.#bySession.set(sessionUid, metadata);
    const [oldest] = this.#bySession.keys();
    if (this.#bySession.size > KEPT_SESSIONS && oldest !== undefined) this.#bySession.delete(oldest);
  }
}
