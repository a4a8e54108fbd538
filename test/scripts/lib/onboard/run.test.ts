import { ManagementClient, ManagementError } from 'auth0';
import { afterEach, expect, test, vi } from 'vitest';
import { ensure, NotReadBack, type Run } from '../../../../scripts/lib/onboard/run.ts';

afterEach(() => {
  vi.useRealTimers();
});

const api = new ManagementClient({ domain: 'acme.eu.auth0.com', token: 'none' });
const runOf = (isDryRun = false): Run => ({ api, isDryRun, steps: [] });
const refused = (statusCode: number) => new ManagementError({ message: 'no', statusCode });

/** Something that is there once it was made, however the request for it ended. */
function thing(...attempts: ('made' | 'made, and no answer' | Error)[]) {
  let isThere = false;
  const find = vi.fn(async () => (isThere ? 'it' : undefined));
  const make = vi.fn(async () => {
    const attempt = attempts.shift();
    if (attempt instanceof Error) throw attempt;
    isThere = true;
    if (attempt !== 'made') throw new TypeError('fetch failed');
  });
  return { name: 'thing', find, make };
}

test('what is there is not made', async () => {
  const run = runOf();
  const step = { name: 'thing', find: async () => 'it', make: vi.fn() };
  expect(await ensure(run, step)).toBe('it');
  expect(step.make).not.toHaveBeenCalled();
  expect(run.steps).toEqual([{ name: 'thing', status: 'there', detail: '' }]);
});

test('what is not there is made and read back', async () => {
  const run = runOf();
  const step = thing('made');
  expect(await ensure(run, step)).toBe('it');
  expect(step.find).toHaveBeenCalledTimes(2);
  expect(run.steps).toEqual([{ name: 'thing', status: 'done', detail: '' }]);
});

test('a request without an answer is not sent again where it was carried out', async () => {
  const step = thing('made, and no answer');
  expect(await ensure(runOf(), step)).toBe('it');
  expect(step.make).toHaveBeenCalledTimes(1);
});

test('a conflict is fine where the thing is there', async () => {
  let looks = 0;
  const find = async () => (looks++ === 0 ? undefined : 'theirs');
  expect(await ensure(runOf(), { name: 'thing', find, make: () => Promise.reject(refused(409)) })).toBe('theirs');
});

test('a server’s error is tried thrice, a refusal once', async () => {
  const busy = thing(refused(503), refused(502), refused(500), 'made');
  await expect(ensure(runOf(), busy)).rejects.toMatchObject({ statusCode: 500 });
  expect(busy.make).toHaveBeenCalledTimes(3);
  const no = thing(refused(403), 'made');
  await expect(ensure(runOf(), no)).rejects.toMatchObject({ statusCode: 403 });
  expect(no.make).toHaveBeenCalledTimes(1);
});

test('what shows only later is waited for, and what never shows is an error', async () => {
  vi.useFakeTimers();
  let looks = 0;
  const late = ensure(runOf(), {
    name: 'thing',
    find: async () => (looks++ < 3 ? undefined : 'it'),
    make: async () => 1,
  });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await late).toBe('it');
  const never = ensure(runOf(), { name: 'thing', find: async () => undefined, make: async () => 1 });
  const failed = expect(never).rejects.toThrow(NotReadBack);
  await vi.advanceTimersByTimeAsync(20_000);
  await failed;
});

test('a dry run makes nothing', async () => {
  const run = runOf(true);
  const step = thing('made');
  expect(await ensure(run, step)).toBeUndefined();
  expect(step.make).not.toHaveBeenCalled();
  expect(run.steps).toEqual([{ name: 'thing', status: 'would', detail: '' }]);
});
