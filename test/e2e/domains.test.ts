import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
let acmeId: string;
beforeAll(async () => {
  tenant = await onboardRig();
  const row = { organization: 'acme', admin: 'ada@acme.com', domains: 'acme.com,acme.de', via: 'oin-test' };
  outcomesOf(await tenant.onboard({ customers: { row } }));
  acmeId = (await tenant.auth0.organizations.getByName('acme')).id ?? '';
}, MINUTE_MS);
afterAll(() => tenant.close());

const domains = (...args: string[]) => runOn(tenant, 'domains', ...args);
const resolvers = () => tenant.dns.flatMap(({ resolver }) => ['--resolver', resolver]);
const written = () => tenant.emulator.requests().filter(({ write }) => write);
const metadata = async () => (await tenant.auth0.organizations.get(acmeId)).metadata ?? {};

test('verify waits for DNS with exit 2, and writes nothing in a dry run', async () => {
  tenant.emulator.clearRequests();
  const { code, stdout } = await domains('verify', ...resolvers(), '--dry-run');
  expect(code).toBe(2);
  expect(stdout).toMatch(/^acme: 0 proven, 2 waiting for DNS\n {2}Publish this record/);
  expect(written()).toEqual([]);
});

test('verify publishes what DNS proves', async () => {
  await tenant.publish('acme');
  const { code, stdout } = await domains('verify', ...resolvers());
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'acme: 2 proven, 0 waiting for DNS\n1 organizations\n' });
  expect(await metadata()).toMatchObject({ domains: 'acme.com,acme.de' });
});

test('verify marks nothing of the customer’s own that the Action would refuse, and a note stands in for DNS', async () => {
  const { discoveryDomains } = tenant.auth0.organizations;
  await discoveryDomains.create(acmeId, { domain: 'gmail.com', use_for_organization_discovery: false });
  await discoveryDomains.create(acmeId, { domain: 'acme.fr', use_for_organization_discovery: false });
  const { code, stdout } = await domains('verify', '--org', 'acme', '--attest', 'contract 4711');
  expect(code).toBe(2);
  expect(stdout).toContain('  EC_DOMAINS_INVALID expected email domains that one customer can own, found "gmail.com"');
  const { data } = await discoveryDomains.list(acmeId);
  expect(data.map(({ domain, status }) => `${domain} ${status}`)).toEqual([
    'acme.com verified',
    'acme.de verified',
    'gmail.com pending',
    'acme.fr verified',
  ]);
  expect(await metadata()).toMatchObject({ domains: 'acme.com,acme.de,acme.fr' });
  expect((await metadata()).domain_claims).toMatch(/acme\.fr attest \S+ contract 4711$/);
});

test('sync brings the metadata to the store, and drift says what differs until then', async () => {
  const { discoveryDomains } = tenant.auth0.organizations;
  const { data } = await discoveryDomains.list(acmeId);
  for (const { id, domain } of data) {
    if (domain === 'acme.fr') await discoveryDomains.update(acmeId, id, { status: 'pending' });
    if (domain === 'gmail.com') await discoveryDomains.update(acmeId, id, { status: 'verified' });
  }
  const drift = await domains('drift');
  expect(drift.code).toBe(2);
  expect(drift.stdout).toContain('in the metadata, and not verified: acme.fr');
  const dry = await domains('sync', '--dry-run', '--json');
  expect(dry.code).toBe(2);
  expect(JSON.parse(dry.stdout)).toMatchObject({ plans: [{ organization: 'acme', removed: ['acme.fr'] }] });
  expect((await metadata()).domains).toBe('acme.com,acme.de,acme.fr');

  const sync = await domains('sync');
  expect(sync.code).toBe(2);
  expect(sync.stdout).toContain('  - acme.fr\n');
  expect(sync.stdout).toContain('EC_DOMAINS_INVALID');
  expect((await metadata()).domains).toBe('acme.com,acme.de');
  tenant.emulator.clearRequests();
  await domains('sync');
  expect(written()).toEqual([]);
});

test('drift sees a live connection that takes other addresses', async () => {
  const { auth0 } = tenant;
  const { id = '' } = await auth0.connections.create({
    name: 'okta-acme',
    strategy: 'okta',
    options: { client_id: 'okta', domain_aliases: ['acme.com', 'rival.com'] },
  });
  await auth0.organizations.enabledConnections.add(acmeId, { connection_id: id, assign_membership_on_login: true });
  const { stdout } = await domains('drift');
  expect(stdout).toContain('connection "okta-acme" takes addresses of rival.com, which the metadata does not name');
  expect(stdout).toContain('connection "okta-acme" does not take acme.de');
});

test('an organization there is not is an error', async () => {
  const { code, stderr } = await domains('sync', '--org', 'nobody');
  expect(code).toBe(1);
  expect(stderr).toContain('ORGANIZATION_UNKNOWN expected an organization of the tenant, found "nobody"');
});
