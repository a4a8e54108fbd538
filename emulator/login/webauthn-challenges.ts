/** The lifetime that WebAuthn recommends for ceremonies in which the user is verified, in milliseconds. */
export const CHALLENGE_LIFETIME_MS = 300_000;

interface Issued {
  challenge: string;
  untilMs: number;
}

/** Challenges on their way to a browser: one for each login transaction and page, good for one answer, right or wrong. */
export class WebauthnChallenges {
  readonly #issued = new Map<string, Issued>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** A page shown again has a new one; the older is void. */
  issue(transaction: string, page: string, challenge: string): void {
    const nowMs = this.#clock();
    for (const [key, { untilMs }] of this.#issued) if (untilMs < nowMs) this.#issued.delete(key);
    this.#issued.set(keyOf(transaction, page), { challenge, untilMs: nowMs + CHALLENGE_LIFETIME_MS });
  }

  take(transaction: string, page: string): string | undefined {
    const key = keyOf(transaction, page);
    const issued = this.#issued.get(key);
    this.#issued.delete(key);
    return issued !== undefined && issued.untilMs >= this.#clock() ? issued.challenge : undefined;
  }
}

const keyOf = (transaction: string, page: string): string => `${transaction} ${page}`;
