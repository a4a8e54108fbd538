/** The time of every simulated login: 2026-03-02T10:00:00.000Z, in epoch milliseconds. */
export const NOW_MS = Date.parse('2026-03-02T10:00:00.000Z');
