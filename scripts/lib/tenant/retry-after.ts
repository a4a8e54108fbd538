/**
 * Returns when an answer allows the next request, in ms from now: `retry-after` is in seconds, or a date;
 * `x-ratelimit-reset` is in seconds since 1970 (rate-limit-policy). `undefined` if the answer does not say.
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, nowMs: number): number | undefined {
  const after = headers.get('retry-after');
  if (/^[\d.]+$/.test(after ?? '')) return Number(after) * 1000;
  const reset = headers.get('x-ratelimit-reset');
  const atMs = after === null ? Number(reset ?? Number.NaN) * 1000 : Date.parse(after);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
