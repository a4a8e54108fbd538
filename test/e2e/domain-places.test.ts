/** A domain counts wherever it stands: in metadata that somebody wrote by hand, in the store, and among live aliases. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE_MS, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

const row = (name: string, domains = `${name}.com`) => ({
  organization: name,
  admin: `ada@${name}.com`,
  domains,
  via: 'oin-test',
  attest: 'a test',
});
const onboard = async (name: string, more: object = {}) =>
  outcomesOf(await tenant.onboard({ customers: { row: row(name) }, ...more }))[0];
const refusals = async (name: string, domains: string) => {
  const result = await tenant.onboard({ customers: { row: row(name, domains) } });
  return result.ok ? [] : result.failures;
};
const idOf = async (name: string) => (await tenant.auth0.organizations.getByName(name)).id ?? '';
const published = async (name: string) => (await tenant.auth0.organizations.getByName(name)).metadata?.domains;
const domains = (...args: string[]) => runOn(tenant, 'domains', ...args);

/** A connection that Express Configuration made, enabled in an organization. */
async function connect(name: string, strategy: 'okta' | 'samlp', aliases: string[], extra: object = {}) {
  const { id = '' } = await tenant.auth0.connections.create({
    name: `live-${name}`,
    strategy,
    options: { ...extra, domain_aliases: aliases },
  } as never);
  await tenant.auth0.organizations.enabledConnections.add(await idOf(name), { connection_id: id });
  return id;
}

describe('written into the metadata by hand', () => {
  test('a domain that is proven for another organization does not survive', async () => {
    expect((await onboard('owner'))?.state).toBe('ready');
    await tenant.auth0.organizations.create({ name: 'thief', metadata: { domains: 'owner.com,thief.com' } });
    const outcome = await onboard('thief', { adopt: true });
    expect(outcome?.state).toBe('ready');
    expect(outcome?.steps).toContainEqual({ name: 'unproven domains taken out', status: 'done', detail: 'owner.com' });
    expect(await published('thief')).toBe('thief.com');
    expect(await published('owner')).toBe('owner.com');
  });

  test('nor where DNS is awaited, nor with domains verify', async () => {
    const id = await idOf('thief');
    const { metadata = {} } = await tenant.auth0.organizations.get(id);
    const byHand = { ...metadata, domains: 'owner.com,thief.com' };
    await tenant.auth0.organizations.update(id, { metadata: byHand });
    await tenant.onboard({
      customers: { row: { ...row('thief', 'thief.com,thief.net'), attest: undefined as never } },
    });
    expect(await published('thief')).toBe('thief.com');
    await tenant.auth0.organizations.update(id, { metadata: byHand });
    await domains('verify', '--org', 'thief', '--attest', 'a test');
    expect(await published('thief')).not.toContain('owner.com');
  });

  test('in an organization that sync leaves alone it is a clash', async () => {
    await tenant.auth0.organizations.create({ name: 'foreign', metadata: { domains: 'owner.com' } });
    const sync = await domains('sync', '--org', 'owner', '--dry-run');
    expect(sync.code).toBe(2);
    expect(sync.stdout).toContain('DOMAIN_CLAIMED');
    await tenant.auth0.organizations.delete(await idOf('foreign'));
  });
});

test('a domain in the store of an organization that onboarding made is a clash', async () => {
  await tenant.auth0.organizations.discoveryDomains.create(await idOf('owner'), { domain: 'self-service.com' });
  expect(await refusals('other', 'self-service.com')).toMatchObject([{ code: 'DOMAIN_CLAIMED' }]);
});

describe.each(['okta', 'samlp'] as const)('an alias of a live %s connection of another organization', (strategy) => {
  test('is a clash for onboard, verify and sync', async () => {
    const routed = `routed-${strategy}.com`;
    await onboard(`live-${strategy}`);
    const id = await connect(`live-${strategy}`, strategy, [routed.toUpperCase()], { client_id: 'theirs' });
    for (const named of [routed, `eu.${routed}`]) {
      const code = named === routed ? 'DOMAIN_CLAIMED' : 'DOMAIN_OVERLAP';
      expect(await refusals('latecomer', named)).toMatchObject([{ code }]);
    }
    const owner = await idOf('owner');
    const { id: stored } = await tenant.auth0.organizations.discoveryDomains.create(owner, { domain: routed });
    const verify = await domains('verify', '--org', 'owner', '--attest', 'a test');
    expect(verify.stdout).toContain(`an alias of connection "live-live-${strategy}"`);
    await tenant.auth0.organizations.discoveryDomains.update(owner, stored, { status: 'verified' });
    const sync = await domains('sync', '--org', 'owner');
    expect(sync.code).toBe(2);
    expect(sync.stdout).toContain(`an alias of connection "live-live-${strategy}"`);
    expect(await published('owner')).not.toContain(routed);

    // The command it prints takes the alias away, and nothing else of the connection.
    const command = /npm run domains -- (unroute .+)/.exec(sync.stdout)?.[1] ?? '';
    const dry = await domains(...command.trim().split(' '), '--dry-run');
    expect(dry).toMatchObject({
      code: 0,
      stdout: `live-${strategy}: connection "live-live-${strategy}" would take ${routed} no longer\n`,
    });
    expect((await domains(...command.trim().split(' '))).code).toBe(0);
    expect((await tenant.auth0.connections.get(id)).options).toMatchObject({ client_id: 'theirs', domain_aliases: [] });
    const { stderr } = await domains(...command.trim().split(' '));
    expect(stderr).toContain('ALIAS_UNKNOWN');
    expect(stderr).toContain('npm run domains -- drift --env local');
    expect((await domains('sync', '--org', 'owner')).stdout).not.toContain(`"${routed}", an alias`);
    expect(await published('owner')).toContain(routed);
  });
});

test('undo names the connections that still route the domain, and what takes the alias away', async () => {
  await onboard('leaver');
  const id = await connect('leaver', 'okta', ['leaver.com', 'unrelated.com']);
  const leaving = { organization: 'leaver', admin: 'ada@leaver.com' };
  const [outcome] = outcomesOf(await tenant.onboard({ customers: { row: leaving }, isUndo: true }));
  expect(outcome?.next).toEqual([
    'Connection "live-leaver" still sends people of leaver.com to its identity provider. Take that away: npm run domains -- unroute --env local --org leaver --domain leaver.com',
  ]);
  const command = outcome?.next[0]?.split('npm run domains -- ')[1] ?? '';
  expect((await domains(...command.split(' '))).code).toBe(0);
  expect((await tenant.auth0.connections.get(id)).options).toMatchObject({ domain_aliases: ['unrelated.com'] });
});

describe('the alias of a connection', () => {
  const aliased = async (name: string, aliases: string[], strategy: 'okta' | 'samlp' | 'oidc' | 'waad' = 'samlp') =>
    (await tenant.auth0.connections.create({ name, strategy, options: { domain_aliases: aliases } } as never)).id ?? '';

  test('that no organization has enabled is a clash until it is accepted, and takes nothing from one that is published', async () => {
    await onboard('unowned');
    await aliased('unowned-sso', ['Unowned.com', 'fresh.net']);
    for (const name of ['unowned.com', 'fresh.net']) {
      const [failure] = await refusals('unowned', name);
      expect(failure).toMatchObject({
        code: 'DOMAIN_CLAIMED',
        found: `"${name}", an alias of connection "unowned-sso"`,
      });
    }
    expect((await refusals('unowned', 'a.fresh.net')).map(({ code }) => code)).toEqual(['DOMAIN_OVERLAP']);
    expect((await domains('sync', '--org', 'unowned')).code).toBe(0);
    expect(await published('unowned')).toBe('unowned.com');
    expect((await onboard('unowned', { acceptOverlap: true }))?.state).toBe('ready');
  });

  test('of one of two that another organization has is a clash where the other is shared', async () => {
    for (const name of ['sharer', 'partner']) await onboard(name);
    const shared = await aliased('shared-sso', ['sharer.net']);
    const { enabledConnections } = tenant.auth0.organizations;
    for (const name of ['sharer', 'partner']) {
      await enabledConnections.add(await idOf(name), { connection_id: shared });
    }
    expect(await refusals('partner', 'sharer.net')).toEqual([]);
    await tenant.onboard({ customers: { row: { organization: 'partner' } }, isUndo: true });
    const own = await aliased('own-sso', ['sharer.net']);
    await enabledConnections.add(await idOf('sharer'), { connection_id: own });
    const [failure] = await refusals('partner', 'sharer.net');
    expect(failure?.found).toBe('"sharer.net", an alias of connection "own-sso" of organization "sharer"');
  });

  test('is judged in whatever spelling', async () => {
    await onboard('speller');
    const id = await aliased('spelt-sso', ['ACME-SPELT.com', 'XN--BCHER-SPELT-THB.NET']);
    await tenant.auth0.organizations.enabledConnections.add(await idOf('speller'), { connection_id: id });
    for (const name of ['acme-spelt.com', 'Bücher-spelt.net']) {
      expect((await refusals('spelt', name)).map(({ code }) => code)).toEqual(['DOMAIN_CLAIMED']);
    }
  });
});
