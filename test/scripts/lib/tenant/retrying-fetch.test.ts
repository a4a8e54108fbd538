import { afterEach, expect, test, vi } from 'vitest';
import { retryingFetch } from '../../../../scripts/lib/tenant/retrying-fetch.ts';

afterEach(() => {
  vi.useRealTimers();
});

const busy = (headers: Record<string, string>) => new Response('{}', { status: 429, headers });
const request = (path: string, method = 'GET') => new Request(`https://acme.eu.auth0.com/api/v2/${path}`, { method });

/** Answers in order, and when each request was sent, in ms since the first. */
function server(...answers: (Response | Error)[]) {
  const sentAtMs: number[] = [];
  const startMs = Date.now();
  return {
    sentAtMs,
    async send() {
      sentAtMs.push(Date.now() - startMs);
      const answer = answers.shift() ?? new Response('{}');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

test('a 429 is asked again after Retry-After, also of a write', async () => {
  vi.useFakeTimers();
  const { send, sentAtMs } = server(busy({ 'retry-after': '3' }), busy({ 'retry-after': '1' }));
  const waited: string[] = [];
  const answer = retryingFetch(send, { onWait: (seconds, kind) => waited.push(`${seconds} ${kind}`) })(
    request('users', 'POST'),
  );
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await answer).status).toBe(200);
  expect(sentAtMs).toEqual([0, 3000, 4000]);
  expect(waited).toEqual(['3 POST users']);
});

test('requests of the same kind wait with it, others go on', async () => {
  vi.useFakeTimers();
  const { send, sentAtMs } = server(busy({ 'retry-after': '5' }));
  const patient = retryingFetch(send, {});
  const first = patient(request('organizations/org_1/discovery-domains', 'POST'));
  await vi.advanceTimersByTimeAsync(1);
  const same = patient(request('organizations/org_2/discovery-domains', 'POST'));
  const other = patient(request('organizations/org_2', 'GET'));
  await vi.advanceTimersByTimeAsync(1);
  expect((await other).status).toBe(200);
  expect(sentAtMs).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all([first, same]);
  expect(sentAtMs.slice(2)).toEqual([5000, 5000]);
});

test('without Retry-After the time of x-ratelimit-reset counts', async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const { send, sentAtMs } = server(busy({ 'x-ratelimit-reset': '1800000007' }));
  const answer = retryingFetch(send, {})(request('users'));
  await vi.advanceTimersByTimeAsync(10_000);
  await answer;
  expect(sentAtMs).toEqual([0, 7000]);
});

test('a server’s error is asked again where it was a read, and given on where it was a write', async () => {
  vi.useFakeTimers();
  const reads = server(new Response('', { status: 502 }), new TypeError('fetch failed'));
  const read = retryingFetch(reads.send, {})(request('users'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await read).status).toBe(200);
  expect(reads.sentAtMs).toEqual([0, 500, 2500]);

  const writes = server(new Response('', { status: 502 }));
  expect((await retryingFetch(writes.send, {})(request('users', 'POST'))).status).toBe(502);
  const broken = server(new TypeError('fetch failed'));
  await expect(retryingFetch(broken.send, {})(request('users', 'POST'))).rejects.toThrow('fetch failed');
  expect(broken.sentAtMs).toHaveLength(1);
});

test('a wait of more than a quarter of an hour is not waited for', async () => {
  const { send } = server(busy({ 'retry-after': '1000' }));
  expect((await retryingFetch(send, {})(request('users'))).status).toBe(429);
});

test('waiting ends when it is interrupted', async () => {
  vi.useFakeTimers();
  const interrupted = new AbortController();
  const { send, sentAtMs } = server(busy({ 'retry-after': '60' }));
  const answer = retryingFetch(send, { signal: interrupted.signal })(request('users'));
  const ended = expect(answer).rejects.toThrow('aborted');
  await vi.advanceTimersByTimeAsync(100);
  interrupted.abort();
  await ended;
  expect(sentAtMs).toEqual([0]);
});
