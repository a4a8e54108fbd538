/**
 * Limits the growth of the process while an Action runs: heaps of workers, and memory that no worker's statistics
 * count.
 */
const MAX_GROWTH_BYTES = 1024 ** 3;
/** Memory is given back some time after a worker has ended. */
const SETTLE_MS = 1000;

/** Represents an Action that runs, for the watch on memory. */
export interface WatchedAction {
  /** The memory of the process when it began. */
  startBytes: number;
  /** Returns how long its worker has been active, in milliseconds. */
  activeMs(): number;
  /** Ends the worker; the Action fails. */
  end(): void;
}

/**
 * Bounds what Actions keep outside of their heaps: shared buffers, blobs, keys and messages are counted for no worker. Of the
 * Actions during which the process grew too much, the one that has worked most is ended.
 */
export class MemoryWatch {
  readonly rssBytes: () => number;
  readonly #nowMs: () => number;
  #restUntilMs = 0;

  /** @param options.rssBytes what the process occupies */
  constructor({ rssBytes = process.memoryUsage.rss, nowMs = () => performance.now() } = {}) {
    this.rssBytes = rssBytes;
    this.#nowMs = nowMs;
  }

  /** Ends one of the Actions that run, where the process has grown too much; asked again and again while they do. */
  look(running: readonly WatchedAction[]): void {
    if (this.#nowMs() < this.#restUntilMs) return;
    const bytes = this.rssBytes();
    const [most] = running
      .filter(({ startBytes }) => bytes - startBytes > MAX_GROWTH_BYTES)
      .sort((a, b) => b.activeMs() - a.activeMs());
    if (most === undefined) return;
    most.end();
    this.#restUntilMs = this.#nowMs() + SETTLE_MS;
  }

  /** Returns whether a worker has kept so much memory between logins that it must end. */
  isTooMuch = (keptBytes: number): boolean => keptBytes > MAX_GROWTH_BYTES;
}
