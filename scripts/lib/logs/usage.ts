import { meaningOf, type Outcome, reasonCode, type Step } from './event-types.ts';
import type { LogEvent } from './log-event.ts';

/** Describes one event of Express Configuration's use, as `npm run logs` writes it: a line of NDJSON. */
export interface UsageEvent {
  /** The event's id: two lines with the same id are one event. */
  logId: string;
  date?: string;
  type: string;
  step: Step;
  outcome: Outcome;
  /** `EC_…`, where one of the Actions said why. */
  code?: string;
  description?: string;
  clientId?: string;
  organizationId?: string;
  organizationName?: string;
  connection?: string;
  userId?: string;
  /** Only where names were asked for. */
  userName?: string;
  /** An earlier run ended while it was writing this event: its line may be there already. */
  mayRepeat?: true;
}

const ADDRESS = /[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+/g;

/**
 * Returns the line of an event.
 *
 * @param names without them there is no `userName`, and an email address in the description is blanked out
 */
export function toUsageEvent(
  event: LogEvent,
  { names, mayRepeat }: { names: boolean; mayRepeat: boolean },
): UsageEvent {
  const { path: _path, oauthError: _error, userName, description, logId, date, type, ...who } = event;
  const code = reasonCode(description);
  return {
    logId,
    ...(date !== undefined && { date }),
    type,
    ...meaningOf(event),
    ...(code !== undefined && { code }),
    ...(description !== undefined && {
      description: names ? description : description.replaceAll(ADDRESS, '(address)'),
    }),
    ...who,
    ...(names && userName !== undefined && { userName }),
    ...(mayRepeat && { mayRepeat }),
  };
}

/** Says which of the tenant's events are written. */
export interface UsageFilter {
  /** Okta's clients. */
  clientIds: readonly string[];
  organizationId?: string;
  /** Only events that failed, or are not known to have succeeded. */
  failedOnly: boolean;
  /** No older events, in epoch milliseconds. */
  sinceMs?: number;
}

export function isWanted(event: LogEvent, { clientIds, organizationId, failedOnly, sinceMs }: UsageFilter): boolean {
  if (!clientIds.includes(event.clientId ?? '')) return false;
  if (organizationId !== undefined && event.organizationId !== organizationId) return false;
  if (sinceMs !== undefined && event.date !== undefined && Date.parse(event.date) < sinceMs) return false;
  return !failedOnly || ['failed', 'unknown'].includes(meaningOf(event).outcome);
}
