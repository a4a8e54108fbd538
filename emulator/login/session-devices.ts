/**
 * Describes where a browser's session began. An Action compares it with the current request (`event.session.device`).
 */
export interface Device {
  ip: string;
  user_agent: string;
}

/** The same number as oidc-provider's storage keeps. */
const KEPT_SESSIONS = 1_000;

/** Keeps the device of each browser session's first login. */
export class SessionDevices {
  readonly #bySession = new Map<string, Device>();

  /** Returns the device that the session began on: the one given, where the session is new. */
  beganOn(sessionUid: string, device: Device): Device {
    const known = this.#bySession.get(sessionUid);
    if (known !== undefined) return known;
    this.#bySession.set(sessionUid, device);
    const [oldest] = this.#bySession.keys();
    if (this.#bySession.size > KEPT_SESSIONS && oldest !== undefined) this.#bySession.delete(oldest);
    return device;
  }
}
