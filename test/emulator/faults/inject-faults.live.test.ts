import { expect, test } from 'vitest';
import { refusal, startManagement } from '../management/management-rig.ts';

const ROLES = '/api/v2/roles';

test('429 comes with the headers of the real one, and nothing is done', async () => {
  await using rig = await startManagement({
    faults: [{ path: ROLES, effect: 'too-many-requests', retryAfterSeconds: 7 }],
  });
  const { status, body, headers } = await rig.call('POST', '/roles', { name: 'Admin' });
  expect(status).toBe(429);
  expect(body).toEqual(refusal(429, 'Too Many Requests', 'Global limit has been reached', 'too_many_requests'));
  expect(headers.get('retry-after')).toBe('7');
  expect(headers.get('x-ratelimit-limit')).toBe('10');
  expect(headers.get('x-ratelimit-remaining')).toBe('0');
  expect(headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-01-02T03:04:12.000Z') / 1000));
  expect(rig.state.roles).toEqual([]);
  expect((await rig.call('POST', '/roles', { name: 'Admin' })).status).toBe(200);
});

test('a server error is 500 in the words of the API, or the status that was asked for', async () => {
  await using rig = await startManagement({
    faults: [
      { path: ROLES, effect: 'server-error' },
      { path: ROLES, effect: 'server-error', nth: 2, status: 503 },
    ],
  });
  expect((await rig.call('GET', '/roles')).body).toEqual(
    refusal(500, 'Internal Server Error', 'An internal server error occurred'),
  );
  expect(await rig.call('GET', '/roles')).toMatchObject({
    status: 503,
    body: refusal(503, 'Service Unavailable', 'Service Unavailable'),
  });
});

test('an expired token is 401, whatever the token', async () => {
  await using rig = await startManagement({ faults: [{ path: ROLES, effect: 'expired-token' }] });
  const message = 'Expired token received for JSON Web Token validation';
  expect((await rig.call('GET', '/roles')).body).toEqual({
    ...refusal(401, 'Unauthorized', message),
    attributes: { error: message },
  });
});

test('a dropped connection has no answer: before, nothing was done; after, everything was', async () => {
  await using rig = await startManagement({
    faults: [
      { path: ROLES, effect: 'drop-before' },
      { path: ROLES, effect: 'drop-after', nth: 2 },
    ],
  });
  await expect(rig.call('POST', '/roles', { name: 'Admin' })).rejects.toThrow('fetch failed');
  expect(rig.state.roles).toEqual([]);
  await expect(rig.call('POST', '/roles', { name: 'Admin' })).rejects.toThrow('fetch failed');
  expect(rig.state.roles.map(({ name }) => name)).toEqual(['Admin']);
  expect(rig.errors).toEqual([]);
});

test('a hanging request is answered never, others are', async () => {
  await using rig = await startManagement({ faults: [{ path: ROLES, effect: 'hang' }] });
  const leave = new AbortController();
  const hanging = fetch(`${rig.origin}${ROLES}`, { signal: leave.signal });
  while (rig.faults.list()[0]?.struck !== 1) await new Promise(setImmediate);
  expect((await rig.call('GET', '/roles')).status).toBe(200);
  leave.abort();
  await expect(hanging).rejects.toThrow('This operation was aborted');
});

test('the request log names the fault, and has no status where no answer went out', async () => {
  await using rig = await startManagement({
    faults: [
      { path: ROLES, effect: 'server-error' },
      { path: ROLES, effect: 'drop-after', nth: 2 },
    ],
  });
  await rig.call('GET', '/roles');
  await expect(rig.call('POST', '/roles', { name: 'Admin' })).rejects.toThrow('fetch failed');
  await rig.call('GET', '/roles');
  const atMs = rig.state.clock();
  expect(rig.requests()).toEqual([
    { atMs, method: 'GET', path: ROLES, status: 500, write: false, fault: 'server-error' },
    { atMs, method: 'POST', path: ROLES, status: null, write: true, fault: 'drop-after' },
    { atMs, method: 'GET', path: ROLES, status: 200, write: false },
  ]);
});

test("the emulator's own routes are spared", async () => {
  await using rig = await startManagement({ faults: [{ path: '/**', effect: 'server-error', times: 'always' }] });
  expect((await fetch(`${rig.origin}/_local/faults`)).status).toBe(200);
  expect((await fetch(`${rig.origin}/oauth/token`, { method: 'POST' })).status).toBe(500);
});
