/** What is refused before anything is written, one customer or a file of them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE_MS, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
  const row = { organization: 'initech', admin: 'ida@initech.com', domains: 'initech.com', via: 'oin-test' };
  outcomesOf(await tenant.onboard({ customers: { row }, defaults: { attest: 'checked', vouch: 'checked' } }));
}, MINUTE_MS);
afterAll(() => tenant.close());

const written = () => tenant.emulator.requests().filter(({ write }) => write);
const states = (outcomes: { state: string }[]) => outcomes.map(({ state }) => state);

async function codesOf(row: Record<string, string>, more: Partial<Parameters<OnboardRig['onboard']>[0]> = {}) {
  tenant.emulator.clearRequests();
  const result = await tenant.onboard({ customers: { row }, ...more });
  expect(written()).toEqual([]);
  return result.ok ? 'nothing wrong' : result.failures.map(({ code, found }) => `${code} ${found}`);
}

describe('before anything is written', () => {
  const row = { organization: 'soylent', admin: 'sol@soylent.com', domains: 'soylent.com' };
  test.each<[string, string, string]>([
    [
      'a public suffix',
      'co.uk',
      '"co.uk", which is a public suffix, a provider’s domain that belongs to everybody, below a host that many share, of letters that its suffix does not allow, or one of yours',
    ],
    [
      'free mail',
      'gmail.com',
      '"gmail.com", which is a public suffix, a provider’s domain that belongs to everybody, below a host that many share, of letters that its suffix does not allow, or one of yours',
    ],
    [
      'a look-alike',
      'gm\u0430il.com',
      '"gm\u0430il.com", which is a public suffix, a provider’s domain that belongs to everybody, below a host that many share, of letters that its suffix does not allow, or one of yours',
    ],
    [
      'bad syntax',
      'https://acme.com/x',
      '"https://acme.com/x", which is no domain name (a URL, an address, an IP, a reserved or misleading name)',
    ],
  ])('%s is refused with the Action’s code', async (_name, domains, found) => {
    expect(await codesOf({ ...row, domains })).toEqual([`EC_DOMAINS_INVALID ${found}`]);
  });

  test('a domain that another organization claims is refused, and one above or below it unless accepted', async () => {
    expect(await codesOf({ ...row, domains: 'initech.com' })).toEqual([
      'DOMAIN_CLAIMED "initech.com", which organization "initech" claims',
    ]);
    const overlap = { ...row, domains: 'eu.initech.com' };
    expect(await codesOf(overlap)).toEqual([
      'DOMAIN_OVERLAP "eu.initech.com" beside "initech.com" of organization "initech"',
    ]);
    expect(await codesOf(overlap, { acceptOverlap: true, isDryRun: true })).toBe('nothing wrong');
  });

  test('an organization that something else made is refused, and its domains in Auth0’s store count', async () => {
    const { id = '' } = await tenant.auth0.organizations.create({
      name: 'tyrell',
      metadata: { domains: 'tyrell.com' },
    });
    await tenant.auth0.organizations.discoveryDomains.create(id, { domain: 'tyrell.net', status: 'verified' });
    expect(await codesOf({ ...row, organization: 'tyrell' })).toEqual([
      'ORGANIZATION_FOREIGN one that something else made',
    ]);
    expect(await codesOf({ ...row, domains: 'tyrell.com tyrell.net' })).toEqual([
      'DOMAIN_CLAIMED "tyrell.com", which organization "tyrell" claims',
      'DOMAIN_CLAIMED "tyrell.net", which organization "tyrell" claims',
    ]);
    const adopted = { ...row, organization: 'tyrell', domains: 'tyrell.com', via: 'oin-test', attest: 'ours' };
    expect(states(outcomesOf(await tenant.onboard({ customers: { row: adopted }, adopt: true })))).toEqual(['ready']);
    expect((await tenant.auth0.organizations.get(id)).metadata).toMatchObject({
      domains: 'tyrell.com',
      onboarded_by: 'express-configure',
    });
  });

  test('names, administrators and connections that can’t be are told', async () => {
    const name = 'an organization name of 1 to 50 small letters, digits, - and _, which does not begin with org_';
    const result = await tenant.onboard({ customers: { row: { ...row, organization: 'Soylent', admin: 'sol' } } });
    expect(result.ok ? [] : result.failures.map(({ code, expected }) => [code, expected])).toEqual([
      ['CUSTOMER_NAME', name],
      ['CUSTOMER_ADMIN', 'the administrator’s email address, or a user id such as auth0|5f7c8ec7c33c6c004bbafe82'],
    ]);
    expect(await codesOf({ ...row, organization: 'soy_lent' })).toEqual(['CUSTOMER_NAME "soy_lent"']);
    expect(await codesOf({ ...row, organization: 'x'.repeat(51) })).toEqual([
      `CUSTOMER_NAME "${'x'.repeat(51)}" (51 characters)`,
    ]);
    expect(await codesOf({ ...row, via: 'passwordless' })).toEqual([
      'ONBOARDING_IMPOSSIBLE not exactly one in tenant.yaml',
    ]);
    expect(await codesOf({ ...row, connection: 'nowhere' })).toEqual(['ONBOARDING_IMPOSSIBLE "nowhere", not there']);
  });
});

describe('a file of customers', () => {
  const CSV = [
    '\uFEFForganization,admin,domains',
    '"wayne","bruce@wayne.com","wayne.com, wayne.org"',
    '',
    'wayne,b@wayne.com,wayne.net',
    'stark,tony@stark.com,gmail.com',
    'lex,lex@lexcorp.com,initech.com',
    '',
  ].join('\r\n');
  const file = () => join(tenant.project.rootDir, 'customers.csv');

  test('is refused as a whole, with every row’s mistakes, before anything is written', async () => {
    await writeFile(file(), CSV);
    tenant.emulator.clearRequests();
    const result = await tenant.onboard({ customers: { file: 'customers.csv' } });
    expect(written()).toEqual([]);
    // The shape of the rows comes first: a tenant is not asked before it is right.
    expect(result.ok ? [] : result.failures.map(({ code, where }) => [code, where])).toEqual([
      ['EC_DOMAINS_INVALID', { file: 'customers.csv', line: 5 }],
    ]);
  });

  test('with --keep-going has its good rows done, and the others written to a file that can be corrected', async () => {
    const result = await tenant.onboard({
      customers: { file: 'customers.csv' },
      keepGoing: true,
      defaults: { via: 'oin-test', attest: 'imported', vouch: 'imported' },
    });
    const report = result.ok ? result.value : undefined;
    expect(report?.outcomes.map(({ organization, state }) => [organization, state])).toEqual([['wayne', 'ready']]);
    expect(report?.rejected.map(({ failures }) => failures.map(({ code, where }) => [code, where?.line]))).toEqual([
      [['EC_DOMAINS_INVALID', 5]],
      [['CUSTOMER_TWICE', 4]],
      [['DOMAIN_CLAIMED', 6]],
    ]);
    expect(report?.rejectedFile).toBe('customers.rejected.csv');
    expect(await readFile(join(tenant.project.rootDir, 'customers.rejected.csv'), 'utf8')).toBe(
      'organization,admin,domains\nstark,tony@stark.com,gmail.com\nwayne,b@wayne.com,wayne.net\nlex,lex@lexcorp.com,initech.com\n',
    );
  });

  test('two rows that name one domain, however it is written, are both refused, and neither is done', async () => {
    const rows = ['one,a@one.com,"one.com,Both.com."', 'two,b@two.com,two.com both.com', 'three,c@three.com,three.com'];
    await writeFile(file(), ['organization,admin,domains', ...rows, ''].join('\n'));
    const result = await tenant.onboard({
      customers: { file: 'customers.csv' },
      keepGoing: true,
      defaults: { via: 'oin-test', attest: 'imported', vouch: 'imported' },
    });
    const report = result.ok ? result.value : undefined;
    expect(report?.outcomes.map(({ organization }) => organization)).toEqual(['three']);
    const told = report?.rejected.map(({ failures }) => failures.map(({ code, found, fix }) => [code, found, fix]));
    const fix = 'Find out whose it is, and leave it in that row alone.';
    expect(told).toEqual([
      [['DOMAIN_CLAIMED', '"both.com" in that of organization "two" too, line 3', fix]],
      [['DOMAIN_CLAIMED', '"both.com" in that of organization "one" too, line 2', fix]],
    ]);
  });

  test('with --keep-going and no good row has them all written to the file, and exits 1', async () => {
    await writeFile(file(), 'organization,admin,domains\nStark,tony@stark.com,stark.com\nlex,lex@lexcorp.com,co.uk\n');
    const { code, stdout } = await runOn(tenant, 'onboard', '--file', 'customers.csv', '--keep-going');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^0 customers; 2 rows refused\n/);
    expect(stdout).toContain('The refused rows are in customers.rejected.csv');
    expect(await readFile(join(tenant.project.rootDir, 'customers.rejected.csv'), 'utf8')).toBe(
      'organization,admin,domains\nStark,tony@stark.com,stark.com\nlex,lex@lexcorp.com,co.uk\n',
    );
  });

  test('the command line exits 2 while it waits, 1 where a row is refused, and writes nothing to stdout but the report', async () => {
    await writeFile(file(), 'organization,admin,domains\nlex,lex@lexcorp.com,lexcorp.com\n');
    const resolvers = tenant.dns.flatMap(({ resolver }) => ['--resolver', resolver]);
    const waiting = await runOn(tenant, 'onboard', '--file', 'customers.csv', ...resolvers, '--json');
    expect(waiting.code).toBe(2);
    expect(JSON.parse(waiting.stdout)).toMatchObject({ outcomes: [{ organization: 'lex', state: 'waiting for DNS' }] });
    await writeFile(file(), 'organization,admin\nlex,lex@lexcorp.com\n');
    const refused = await runOn(tenant, 'onboard', '--file', 'customers.csv', ...resolvers);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'customers.csv:1 CUSTOMERS_FILE expected the columns organization, admin, domains',
    );
    expect(refused.stderr).toContain('found no "domains"');
    const one = await runOn(tenant, 'onboard', '--org', 'lex', ...resolvers.slice(0, 2));
    expect(one.stderr).toContain(
      'CUSTOMERS_FILE expected --org, --admin and --domains, or --file, found not all of them',
    );
    const few = await runOn(
      tenant,
      'onboard',
      '--org',
      'lex',
      '--admin',
      'l@lexcorp.com',
      '--domains',
      'lexcorp.com',
      ...resolvers.slice(0, 2),
    );
    expect(few.stderr).toContain('RESOLVERS expected the IP addresses of at least 2 different DNS resolvers');
  });
});
