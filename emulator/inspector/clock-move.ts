const EXPECTED = 'send {"advanceSeconds": 60} or {"at": "2030-01-31T12:00:00Z"}';

/** Year 9999: later ones have another notation. */
const LATEST_MS = Date.UTC(9999, 11, 31);

/** Reads the time to which a request wants to move the clock. */
export function parseClockMove(json: unknown, nowMs: number): { toMs: number } | { problem: string } {
  if (typeof json !== 'object' || json === null) return { problem: EXPECTED };
  const [[name, value] = [], ...more] = Object.entries(json);
  if (more.length > 0) return { problem: EXPECTED };
  const toMs =
    name === 'advanceSeconds' && typeof value === 'number'
      ? nowMs + value * 1000
      : name === 'at' && typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN;
  return toMs <= LATEST_MS ? { toMs } : { problem: EXPECTED };
}
