import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'acme: 2 proven, 0 waiting for DNS\n1 organization\n' });
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

describe('beside another run', () => {
  const NOTE = 'onboarding_run';
  async function organization(name: string, more: Record<string, string> = {}) {
    const claims = `${name}.com pending 2026-11-29T10:00:00Z`;
    const metadata = { onboarded_by: 'express-configure', domain_claims: claims, ...more };
    const { id = '' } = await tenant.auth0.organizations.create({ name, metadata });
    await tenant.auth0.organizations.discoveryDomains.create(id, { domain: `${name}.com`, status: 'verified' });
    return { id, metadata };
  }

  test.each(['sync', 'verify'])('%s leaves an organization to it', async (command) => {
    const name = `busy-${command}`;
    const { id, metadata } = await organization(name, { [NOTE]: `other ${new Date().toISOString()} elsewhere/1` });
    const { code, stdout } = await domains(command, '--org', name, ...(command === 'verify' ? resolvers() : []));
    expect(code).toBe(2);
    expect(stdout).toContain('ORGANIZATION_BUSY');
    expect((await tenant.auth0.organizations.get(id)).metadata).toEqual(metadata);
  });

  test.each(['sync', 'verify'])('%s writes nothing over what changed since it read', async (command) => {
    const name = `changed-${command}`;
    const { id, metadata } = await organization(name);
    const changed = { ...metadata, domain_claims: `${name}.com attest 2026-11-29T10:00:00Z a test`, other: 'new' };
    tenant.watch(async ({ method, path }) => {
      if (method !== 'GET' || !path.endsWith(`/${id}/discovery-domains`)) return;
      tenant.watch(() => undefined);
      await tenant.auth0.organizations.update(id, { metadata: changed });
    });
    const { code, stdout } = await domains(command, '--org', name, ...(command === 'verify' ? resolvers() : []));
    expect([code, stdout.includes('a change meanwhile')]).toEqual([2, true]);
    expect((await tenant.auth0.organizations.get(id)).metadata).toEqual(changed);
    const args = command === 'verify' ? resolvers() : [];
    expect((await domains(command, '--org', name, ...args)).code).toBe(0);
    expect((await tenant.auth0.organizations.get(id)).metadata).toEqual({ ...changed, domains: `${name}.com` });
  });
});

test('a right given by hand while DNS is awaited is told by verify, sync and drift', async () => {
  const { auth0 } = tenant;
  const row = { organization: 'early', admin: 'ada@early.com', domains: 'early.com', via: 'oin-test' };
  await tenant.onboard({ customers: { row } });
  const { id = '' } = await auth0.organizations.getByName('early');
  const { user_id: userId = '' } = await auth0.users.create({
    connection: 'saas-users',
    email: 'eve@early.com',
    password: 'a long pass phrase of Eve',
  });
  const { data } = await auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
  await auth0.organizations.members.create(id, { members: [userId] });
  await auth0.organizations.members.roles.assign(id, userId, { roles: [data[0]?.id ?? ''] });
  for (const args of [['verify', ...resolvers()], ['sync'], ['drift']]) {
    const { code, stdout } = await domains(...args, '--org', 'early');
    expect([code, stdout]).toEqual([2, expect.stringContaining(`${userId} can express-configure "early" already`)]);
  }
  await auth0.organizations.members.delete(id, { members: [userId] });
  expect((await domains('drift', '--org', 'early')).stdout).not.toContain('already');
  expect((await domains('sync', '--org', 'early')).code).toBe(0);
});
