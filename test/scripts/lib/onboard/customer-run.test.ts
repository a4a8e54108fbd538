import { ManagementClient, ManagementError } from 'auth0';
import { afterEach, expect, test, vi } from 'vitest';
import { type Failure, failed, ok } from '../../../../scripts/lib/failures.ts';
import { type CustomerRun, ensure } from '../../../../scripts/lib/onboard/customer-run.ts';

afterEach(() => {
  vi.useRealTimers();
});

const api = new ManagementClient({ domain: 'acme.eu.auth0.com', token: 'none' });
const runOf = (isDryRun = false): CustomerRun => ({ api, isDryRun, steps: [] });
const refused = (statusCode: number) => new ManagementError({ message: 'no', statusCode });

/** Something that is there once it was made, however the request for it ended. */
function thing(...attempts: ('made' | 'made, and no answer' | Error)[]) {
  let isThere = false;
  const find = vi.fn(async () => ok(isThere ? 'it' : undefined));
  const make = vi.fn(async () => {
    const attempt = attempts.shift();
    if (attempt instanceof Error) throw attempt;
    isThere = true;
    if (attempt !== 'made') throw new TypeError('fetch failed');
    return ok(undefined);
  });
  return { name: 'thing', find, make };
}

test('what is there is not made', async () => {
  const run = runOf();
  const step = { name: 'thing', find: async () => ok('it'), make: vi.fn() };
  expect(await ensure(run, step)).toEqual(ok('it'));
  expect(step.make).not.toHaveBeenCalled();
  expect(run.steps).toEqual([{ name: 'thing', status: 'there', detail: '' }]);
});

test('what is not there is made and read back', async () => {
  const run = runOf();
  const step = thing('made');
  expect(await ensure(run, step)).toEqual(ok('it'));
  expect(step.find).toHaveBeenCalledTimes(2);
  expect(run.steps).toEqual([{ name: 'thing', status: 'done', detail: '' }]);
});

test('a request without an answer is not sent again where it was carried out', async () => {
  const step = thing('made, and no answer');
  expect(await ensure(runOf(), step)).toEqual(ok('it'));
  expect(step.make).toHaveBeenCalledTimes(1);
});

test('a conflict is fine where the thing is there', async () => {
  let looks = 0;
  const find = async () => ok(looks++ === 0 ? undefined : 'theirs');
  const step = { name: 'thing', find, make: () => Promise.reject(refused(409)) };
  expect(await ensure(runOf(), step)).toEqual(ok('theirs'));
});

test('a server’s error is tried thrice, a refusal once', async () => {
  const busy = thing(refused(503), refused(502), refused(500), 'made');
  await expect(ensure(runOf(), busy)).rejects.toMatchObject({ statusCode: 500 });
  expect(busy.make).toHaveBeenCalledTimes(3);
  const no = thing(refused(403), 'made');
  await expect(ensure(runOf(), no)).rejects.toMatchObject({ statusCode: 403 });
  expect(no.make).toHaveBeenCalledTimes(1);
});

test('what shows only later is waited for, and what never shows is a failure', async () => {
  vi.useFakeTimers();
  let looks = 0;
  const late = ensure(runOf(), {
    name: 'thing',
    find: async () => ok(looks++ < 3 ? undefined : 'it'),
    make: async () => ok(1),
  });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await late).toEqual(ok('it'));
  const never = ensure(runOf(), { name: 'thing', find: async () => ok(undefined), make: async () => ok(1) });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await never).toMatchObject({ ok: false, failures: [{ code: 'NOT_AS_DEPLOYED' }] });
});

test('a dry run makes nothing', async () => {
  const run = runOf(true);
  const step = thing('made');
  expect(await ensure(run, step)).toEqual(ok(undefined));
  expect(step.make).not.toHaveBeenCalled();
  expect(run.steps).toEqual([{ name: 'thing', status: 'would', detail: '' }]);
});

const REFUSAL: Failure = { code: 'CUSTOMER_ADMIN', expected: 'one', found: 'two', fix: 'Correct it.' };

test('what stops a step is its result: nothing is tried again, noted or thrown', async () => {
  const run = runOf();
  const make = vi.fn(async () => failed(REFUSAL));
  expect(await ensure(run, { name: 'thing', find: async () => ok(undefined), make })).toEqual(failed(REFUSAL));
  expect(make).toHaveBeenCalledTimes(1);
  expect(await ensure(run, { name: 'thing', find: async () => failed(REFUSAL), make })).toEqual(failed(REFUSAL));
  expect(run.steps).toEqual([]);
});

test('an organization that another run takes over meanwhile is left, unless that run has made the thing', async () => {
  const elsewhere = { ok: false as const, since: '2026-11-26T10:00:00Z' };
  const make = vi.fn(async () => elsewhere);
  expect(await ensure(runOf(), { name: 'thing', find: async () => ok(undefined), make })).toEqual(elsewhere);
  expect(make).toHaveBeenCalledTimes(3);
  let looks = 0;
  const find = async () => ok(looks++ === 0 ? undefined : 'theirs');
  expect(await ensure(runOf(), { name: 'thing', find, make })).toEqual(ok('theirs'));
});
