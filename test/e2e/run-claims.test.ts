/** One run's claim of an organization: against clocks that differ, machines of one name, late writes and long work. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Claim, updateMetadata } from '../../scripts/lib/onboard/run-claim.ts';
import { newRun, noteOf, RUN_KEY, type RunIdentity } from '../../scripts/lib/onboard/run-note.ts';
import { connect } from '../../scripts/lib/tenant/management.ts';
import { Traffic } from '../../scripts/lib/tenant/traffic.ts';
import { MINUTE_MS } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
}, MINUTE_MS);
afterAll(() => tenant.close());
afterEach(() => {
  vi.useRealTimers();
  tenant.emulator.faults.clear();
});

const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
const metadataOf = async (name: string) => (await tenant.auth0.organizations.getByName(name)).metadata ?? {};

async function organization(name: string, note?: string) {
  const metadata = { onboarded_by: 'express-configure', ...(note !== undefined && { [RUN_KEY]: note }) };
  const { id = '' } = await tenant.auth0.organizations.create({ name, metadata });
  return { id, name, metadata };
}

async function stateWith(name: string, note: string) {
  await organization(name, note);
  const row = { organization: name, admin: `ada@${name}.com`, domains: `${name}.com`, via: 'oin-test', attest: 'x' };
  return outcomesOf(await tenant.onboard({ customers: { row } }))[0]?.state;
}

describe('a claim of another run', () => {
  const me = newRun();
  const other = (more: Partial<RunIdentity['process']>): RunIdentity => ({
    ...me,
    id: 'other',
    process: { ...me.process, ...more },
  });
  /** Above what Linux gives out. */
  const DEAD = 2 ** 30;
  const ofThisName = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

  test.each([
    ['of a process here that is dead', noteOf(other({ pid: DEAD }), minutesAgo(1)), 'ready'],
    ['of a process here whose id another one has now', noteOf(other({ start: '1' }), minutesAgo(1)), 'ready'],
    ['of a process here that runs', noteOf(other({}), minutesAgo(1)), 'in another run'],
    ['of another machine of this name', `other ${new Date().toISOString()} ${ofThisName}/${DEAD}`, 'in another run'],
    ['of another machine, old', `other ${new Date(minutesAgo(60)).toISOString()} elsewhere/1`, 'ready'],
    ['of the future', `other ${new Date(minutesAgo(-60)).toISOString()} elsewhere/1`, 'ready'],
    ['without a time', 'other yesterday elsewhere/1', 'ready'],
  ])('%s', async (what, note, state) => {
    expect(await stateWith(what.replaceAll(/[^a-z]+/g, '-').slice(0, 50), note)).toBe(state);
  });

  test.each([-20, 20])('counts by the tenant’s clock, where this machine’s is %i minutes off', async (minutes) => {
    vi.useFakeTimers({ toFake: ['Date'], now: minutesAgo(-minutes) });
    const note = (ago: number) => `other ${new Date(minutesAgo(ago + minutes)).toISOString()} elsewhere/1`;
    const name = `clock${minutes}`.replace('-', '-minus');
    expect(await stateWith(name, note(3))).toBe('in another run');
    expect(await stateWith(`${name}-old`, note(16))).toBe('ready');
  });
});

describe('a claim of this run', () => {
  function claim(settleMs = 100) {
    const { domain, deployClient, caFile } = tenant.emulator;
    const traffic = new Traffic();
    const api = connect({ domain, ...deployClient, caFile }, traffic, { retry: {} });
    return new Claim({ api, isDryRun: false }, { me: newRun(), settleMs, now: () => traffic.tenantNowMs });
  }

  test('that a rate limit delays is not written over one that came meanwhile', async () => {
    const one = await organization('delayed');
    const mine = claim();
    mine.begin(one);
    tenant.emulator.faults.add({
      methods: ['PATCH'],
      path: `/api/v2/organizations/${one.id}`,
      effect: 'too-many-requests',
      retryAfterSeconds: 2,
      times: 1,
    });
    const acting = mine.beforeWrite();
    await vi.waitUntil(() => tenant.emulator.requests().some(({ status }) => status === 429));
    const note = `other ${new Date().toISOString()} elsewhere/1`;
    const written = { ...one.metadata, domains: 'delayed.com', [RUN_KEY]: note };
    await tenant.auth0.organizations.update(one.id, { metadata: written });
    expect(await acting).toEqual({ ok: false, since: note.split(' ')[1] });
    expect(await metadataOf('delayed')).toEqual(written);
  });

  test('is written also where reading takes longer than a claim may', async () => {
    const one = await organization('slow');
    const mine = claim(1);
    mine.begin(one);
    expect(await mine.beforeWrite()).toEqual({ ok: true, value: true });
    await mine.release();
  });

  test('is read again before a write after a while, and nothing is written over another’s', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const one = await organization('slept');
    const mine = claim();
    mine.begin(one);
    expect(await mine.beforeWrite()).toEqual({ ok: true, value: true });
    vi.advanceTimersByTime(16 * 60_000);
    const note = `other ${new Date().toISOString()} elsewhere/1`;
    await tenant.auth0.organizations.update(one.id, { metadata: { ...one.metadata, [RUN_KEY]: note } });
    const run = { api: tenant.auth0, claim: mine };
    const updated = await updateMetadata(run, one.id, { domains: 'slept.com' }, one.metadata);
    expect(updated).toEqual({ ok: false, since: note.split(' ')[1] });
    await mine.release();
    expect(await metadataOf('slept')).toEqual({ ...one.metadata, [RUN_KEY]: note });
  });

  test('does not become stale while it is used', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const one = await organization('long');
    const mine = claim();
    mine.begin(one);
    await mine.beforeWrite();
    const before = (await metadataOf('long'))[RUN_KEY];
    vi.advanceTimersByTime(6 * 60_000);
    tenant.emulator.clearRequests();
    expect(await mine.beforeWrite()).toEqual({ ok: true, value: false });
    expect(tenant.emulator.requests().filter(({ write }) => write)).toHaveLength(1);
    expect((await metadataOf('long'))[RUN_KEY]?.split(' ')[0]).toBe(before?.split(' ')[0]);
  });
});
