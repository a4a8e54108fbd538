/** A subscription without organization discovery domains: claims and proofs are in the organization's metadata alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig({ entitlements: { discoveryDomains: false } });
}, MINUTE_MS);
afterAll(() => tenant.close());

const row = { organization: 'acme', admin: 'ada@acme.com', domains: 'acme.com', via: 'oin-test' };
const onboard = async () => outcomesOf(await tenant.onboard({ customers: { row } }))[0];
const metadata = async () => (await tenant.auth0.organizations.getByName('acme')).metadata ?? {};

test('a record of our own is asked for, the same at every run, and published domains follow it', async () => {
  const first = await onboard();
  expect(first?.state).toBe('waiting for DNS');
  const [, host = '', txt = ''] = /: (\S+) TXT "([^"]+)"/.exec(first?.next[0] ?? '') ?? [];
  expect(host).toBe('_express-configure.acme.com');
  expect(txt).toMatch(/^express-configure-verification=[\w-]{43}$/);
  expect((await onboard())?.next).toEqual(first?.next);

  for (const { records } of tenant.dns) records.set(host, [txt]);
  expect((await onboard())?.state).toBe('ready');
  expect(await metadata()).toMatchObject({
    domains: 'acme.com',
    domain_claims: expect.stringMatching(/^acme\.com dns /),
  });
  expect((await onboard())?.steps.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 'there'));
});

test('sync keeps what is proven, and undo takes it back', async () => {
  const sync = await runOn(tenant, 'domains', 'sync');
  expect({ code: sync.code, stdout: sync.stdout }).toEqual({ code: 0, stdout: '0 of 1 organizations were written\n' });
  await tenant.onboard({ customers: { row }, isUndo: true });
  expect(await metadata()).toEqual({ onboarded_by: 'express-configure' });
});
