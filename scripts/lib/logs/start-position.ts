import type { LogEvent } from './log-event.ts';
import { type LogSource, PAGE } from './log-source.ts';

/** Describes where reading begins. */
export interface StartPosition {
  /** The event to read on from; absent where the log is empty. */
  from?: string;
  /** An event to write first: no older event was found to read on from. */
  first?: LogEvent;
  /** The search ended before it came to the time that was asked for. */
  isCutShort: boolean;
}

/** Pages of a search: Auth0 gives 1,000 events of one. */
const MAX_PAGES = 1_000 / PAGE;

/** Auth0 orders the log by `log_id`, and an event may be written late: what is read on from is older by this much. */
const LATE_MS = 10 * 60_000;

/**
 * Finds an event to read on from without missing any of these clients' events since that time. It first searches their
 * own events, which are few; if they have none, it goes back through all events. Both read at most 1,000 events.
 */
export async function findStart(
  source: Pick<LogSource, 'search'>,
  clientIds: readonly string[],
  sinceMs: number,
): Promise<StartPosition> {
  const found = [];
  for (const clientId of clientIds) found.push(await walkBack(source, sinceMs, clientId));
  const [oldest] = found
    .filter(({ event }) => event !== undefined)
    .sort((a, b) => compare(a.event?.logId ?? '', b.event?.logId ?? ''));
  if (oldest?.event !== undefined) {
    const { event, isOlder } = oldest;
    const isCutShort = found.some((walk) => walk.isCutShort);
    return { from: event.logId, isCutShort, ...(!isOlder && { first: event }) };
  }
  const { event } = await walkBack(source, sinceMs);
  return { isCutShort: false, ...(event !== undefined && { from: event.logId }) };
}

interface Walk {
  /** The newest that is old enough, or the oldest there is. */
  event: LogEvent | undefined;
  isOlder: boolean;
  isCutShort: boolean;
}

async function walkBack(source: Pick<LogSource, 'search'>, sinceMs: number, clientId?: string): Promise<Walk> {
  let last: LogEvent | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const events = (await source.search(page, clientId)).filter(({ logId }) => logId !== '');
    const older = events.find(({ date }) => date !== undefined && Date.parse(date) < sinceMs - LATE_MS);
    if (older !== undefined) return { event: older, isOlder: true, isCutShort: false };
    last = events.at(-1) ?? last;
    if (events.length < PAGE) return { event: last, isOlder: false, isCutShort: false };
  }
  return { event: last, isOlder: false, isCutShort: true };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
