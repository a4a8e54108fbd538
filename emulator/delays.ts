/** Says how long a new resource stays invisible, in milliseconds by the tenant's clock. */
export interface Delays {
  /** A connection that Express Configuration made answers no login. */
  connectionMs: number;
  /** A discovery domain or a member that the Management API was given is not read back. */
  visibilityMs: number;
}

export const NO_DELAYS: Readonly<Delays> = { connectionMs: 0, visibilityMs: 0 };

/** Represents a record that readers do not see before this time, in epoch milliseconds. */
export interface Delayed {
  visibleAtMs?: number;
}

interface Clocked {
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Returns the delay of a record that is made now. */
export const delayed = ({ clock }: Clocked, delayMs: number): Delayed =>
  delayMs > 0 ? { visibleAtMs: clock() + delayMs } : {};

export const isVisible = ({ clock }: Clocked, { visibleAtMs = 0 }: Delayed): boolean => visibleAtMs <= clock();
