import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkpoint, Position } from './checkpoint.ts';
import type { LogEvent } from './log-event.ts';
import type { LogSource } from './log-source.ts';
import type { StartPosition } from './start-position.ts';
import { isWanted, toUsageEvent, type UsageEvent, type UsageFilter } from './usage.ts';

export interface StreamOptions {
  source: Pick<LogSource, 'after'>;
  start: StartPosition & { from: string };
  filter: UsageFilter;
  names: boolean;
  /** Resolves once what was written is out of this process. */
  write: (usages: UsageEvent[]) => Promise<void>;
  checkpoint?: Pick<Checkpoint, 'save' | 'position'>;
  /** Go on with what comes later, asking this often; without it the end of the log is the end. */
  pollMs?: number;
  signal: AbortSignal;
}

/** Says how far the log has been written. It is updated during the run, for a run that is stopped from outside. */
export interface LogProgress {
  events: number;
  /** The number of events read, of all clients. */
  read: number;
  logId: string;
}

/** Tells a log from a position on, page by page. Rejects with the signal's reason when it aborts. */
export async function streamLog(options: StreamOptions, progress: LogProgress): Promise<void> {
  const { source, start, pollMs, signal, checkpoint } = options;
  const repeats = new PossibleRepeats(checkpoint?.position);
  if (start.first !== undefined) await streamPage(options, progress, [start.first], repeats, {});
  for (;;) {
    const page = await source.after(progress.logId);
    if (page.length > 0) await streamPage(options, progress, page, repeats, { logId: progress.logId });
    else if (pollMs === undefined) return;
    else await sleep(pollMs, undefined, { signal });
  }
}

/**
 * Writes a page. It is not interrupted: a page that was begun is written, and recorded.
 *
 * @param before where a run that is killed has to begin; the start time if nothing has been written
 */
async function streamPage(
  { filter, names, write, checkpoint }: StreamOptions,
  progress: LogProgress,
  page: LogEvent[],
  repeats: PossibleRepeats,
  before: Pick<Position, 'logId'>,
): Promise<void> {
  const since = filter.sinceMs === undefined ? {} : { sinceMs: filter.sinceMs };
  const usages = page
    .map((event) => ({ event, mayRepeat: repeats.covers(event.logId) }))
    .filter(({ event }) => isWanted(event, filter))
    .map(({ event, mayRepeat }) => toUsageEvent(event, { names, mayRepeat }));
  const last = page.findLast(({ logId }) => logId !== '')?.logId;
  if (last === undefined) throw new TypeError('a page of the log without a single log_id');
  if (usages.length > 0) {
    await checkpoint?.save({ ...since, ...before, pending: last });
    await write(usages);
  }
  await checkpoint?.save({ ...since, logId: last });
  progress.events += usages.length;
  progress.read += page.length;
  progress.logId = last;
}

/** Finds events that a killed run may have written. */
class PossibleRepeats {
  readonly #until: string | undefined;
  #isOver: boolean;

  constructor(position: Position | undefined) {
    this.#until = position?.pending;
    this.#isOver = this.#until === undefined;
  }

  covers(logId: string): boolean {
    if (this.#isOver) return false;
    // Its own event may be gone: Auth0 keeps them for days.
    if (logId === this.#until) this.#isOver = true;
    else if (logId > (this.#until ?? '')) {
      this.#isOver = true;
      return false;
    }
    return true;
  }
}
