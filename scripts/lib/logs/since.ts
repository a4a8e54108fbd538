/** Says where the output begins: at a time, or after an event. */
export type Since = { sinceMs: number } | { logId: string };

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Auth0's ids of events have 50 digits and more. */
const LOG_ID = /^\d{20,}$/;
const AGE = /^(\d{1,6})([smhd])$/;
/** Matches a day, or a time with its zone: without a zone it would mean another time on another machine. */
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Parses `2h`, `2026-11-26T10:00:00Z`, or the id of an event; returns `undefined` for anything else. */
export function parseSince(text: string, nowMs: number): Since | undefined {
  if (LOG_ID.test(text)) return { logId: text };
  const [, count, unit = ''] = AGE.exec(text) ?? [];
  if (count !== undefined) return { sinceMs: nowMs - Number(count) * (UNITS_MS[unit] ?? 0) };
  const sinceMs = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(sinceMs) ? undefined : { sinceMs };
}
