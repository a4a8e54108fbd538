/** Of the whole process beyond what it had when no Action was loaded: heaps of workers, and what no statistics of a worker count. */
const MAX_GROWTH_BYTES = 1024 ** 3;
/** Memory is given back some time after a worker has ended. */
const SETTLE_MS = 1000;

/** An Action's worker, as far as its memory goes. */
export interface Watched {
  /** How long it has been at work, in milliseconds. */
  activeMs(): number;
  /** Whether it runs an Action now. */
  busy: boolean;
  /** Ends it; an Action that runs in it fails. */
  end(): void;
}

/**
 * Bounds what all workers keep outside of their heaps: shared buffers, blobs, keys and messages are counted for no
 * worker. Who has worked most is ended, and where none runs, all.
 */
export class MemoryWatch {
  readonly #rssBytes: () => number;
  readonly #nowMs: () => number;
  #baselineBytes = Number.POSITIVE_INFINITY;
  #restUntilMs = 0;

  /** @param options.rssBytes what the process occupies */
  constructor({ rssBytes = process.memoryUsage.rss, nowMs = () => performance.now() } = {}) {
    this.#rssBytes = rssBytes;
    this.#nowMs = nowMs;
  }

  /** Compares with what there was before; asked while Actions run and when one has ended. */
  look(workers: readonly Watched[]): void {
    const bytes = this.#rssBytes();
    this.#baselineBytes = Math.min(this.#baselineBytes, bytes);
    if (bytes - this.#baselineBytes <= MAX_GROWTH_BYTES || this.#nowMs() < this.#restUntilMs) return;
    const running = workers.filter(({ busy }) => busy).sort((a, b) => b.activeMs() - a.activeMs());
    const ended = running.length > 0 ? running.slice(0, 1) : workers;
    for (const worker of ended) worker.end();
    // Nothing of the Actions is left: what is still there is somebody else's.
    if (ended.length === 0) this.#baselineBytes = bytes;
    this.#restUntilMs = this.#nowMs() + SETTLE_MS;
  }
}
