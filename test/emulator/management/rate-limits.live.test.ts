import { expect, test } from 'vitest';
import { type ManagementRig, refusal, startManagement } from './management-rig.ts';

async function statuses(rig: ManagementRig, method: string, path: string, times: number): Promise<number[]> {
  const seen: number[] = [];
  for (let index = 0; index < times; index += 1) seen.push((await rig.call(method, path)).status);
  return seen;
}

const accepted = (answers: number[]): number => answers.filter((status) => status !== 429).length;

test('a Free tenant takes two requests at once and two a second, whatever they are for', async () => {
  await using rig = await startManagement({ plan: 'free', rateLimits: {} });
  expect(await statuses(rig, 'GET', '/clients', 2)).toEqual([200, 200]);
  expect(await statuses(rig, 'GET', '/connections', 1)).toEqual([429]);
  rig.passMs(499);
  expect(await statuses(rig, 'GET', '/clients', 1)).toEqual([429]);
  rig.passMs(1);
  expect(await statuses(rig, 'GET', '/clients', 2)).toEqual([200, 429]);
});

test('the refusal says when to come back, every other answer how much is left', async () => {
  await using rig = await startManagement({ plan: 'essentials', rateLimits: {} });
  const rate = ({ headers }: { headers: Headers }) =>
    ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'].map((name) => headers.get(name));
  const nowSeconds = rig.state.clock() / 1000;
  rig.passMs(400);
  expect(rate(await rig.call('POST', '/organizations', {}))).toEqual(['5', '4', String(nowSeconds + 1), null]);
  await statuses(rig, 'POST', '/organizations', 4);
  const refused = await rig.call('POST', '/organizations', { name: 'acme' });
  // 25 a minute: the next in 2.4 seconds.
  expect(rate(refused)).toEqual(['5', '0', String(nowSeconds + 4), '3']);
  expect(refused).toMatchObject({
    status: 429,
    body: refusal(429, 'Too Many Requests', 'Global limit has been reached', 'too_many_requests'),
  });
  expect(rig.state.organizations).toEqual([]);
});

test('time can run faster for the limits', async () => {
  await using rig = await startManagement({ plan: 'free', rateLimits: { timeScale: 100 } });
  expect(accepted(await statuses(rig, 'GET', '/clients', 3))).toBe(2);
  rig.passMs(5);
  expect(accepted(await statuses(rig, 'GET', '/clients', 3))).toBe(1);
});

test.each([
  ['GET', '/users', 40],
  ['GET', '/users-by-email?email=a@b.c', 40],
  ['PATCH', '/users/auth0%7C1', 20],
  ['GET', '/connections', 5],
  ['PATCH', '/connections/con_1', 10],
  ['GET', '/organizations', 5],
  ['GET', '/organizations/org_1', 20],
  ['GET', '/organizations/name/acme', 20],
  ['PATCH', '/organizations/org_1', 5],
  ['GET', '/organizations/org_1/members', 40],
  ['POST', '/organizations/org_1/members', 20],
  ['GET', '/organizations/org_1/members/auth0%7C1/roles', 20],
  ['GET', '/organizations/org_1/enabled_connections', 5],
  ['POST', '/organizations/org_1/connections', 5],
  ['GET', '/organizations/org_1/discovery-domains', 5],
  ['GET', '/actions/actions', 10],
])('%s %s shares in a bucket of its group: %i at once', async (method, path, burst) => {
  await using rig = await startManagement({ plan: 'professional', rateLimits: {} });
  expect(accepted(await statuses(rig, method, path, 45))).toBe(burst);
});

test('groups do not share, members of one do', async () => {
  await using rig = await startManagement({ plan: 'enterprise', rateLimits: {} });
  expect(accepted(await statuses(rig, 'GET', '/roles', 30))).toBe(30);
  expect(accepted(await statuses(rig, 'GET', '/clients', 30))).toBe(20);
  expect(accepted(await statuses(rig, 'GET', '/organizations', 30))).toBe(10);
});

test('an Enterprise tenant that is not for production has less', async () => {
  await using rig = await startManagement({ plan: 'enterprise-non-production', rateLimits: {} });
  expect(accepted(await statuses(rig, 'GET', '/roles', 30))).toBe(10);
  rig.passMs(500);
  expect(accepted(await statuses(rig, 'GET', '/roles', 5))).toBe(1);
});
