/** What is taken back, from whom, and that nothing is called undone that was not found. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE_MS, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

type Row = Record<string, string>;
const given = (name: string, more: Row = {}): Row => ({
  organization: name,
  admin: `ada@${name}.com`,
  domains: `${name}.com`,
  via: 'oin-test',
  attest: 'a test',
  ...more,
});
async function onboarded(name: string, more: Row = {}) {
  expect(outcomesOf(await tenant.onboard({ customers: { row: given(name, more) } }))[0]?.state).toBe('ready');
  return (await tenant.auth0.organizations.getByName(name)).id ?? '';
}
const undo = async (row: Row) => outcomesOf(await tenant.onboard({ customers: { row }, isUndo: true }))[0];
const written = () => tenant.emulator.requests().filter(({ write }) => write);
const userOf = async (email: string) => (await tenant.auth0.users.listUsersByEmail({ email }))[0]?.user_id ?? '';
const domainsOf = async (id: string) => (await tenant.auth0.organizations.get(id)).metadata?.domains;

describe('what is not found is a failure, and nothing is taken', () => {
  test.each<[string, Row, string]>([
    ['a misspelt organization', { organization: 'finder', admin: 'ada@found.com' }, 'ORGANIZATION_UNKNOWN'],
    ['a misspelt administrator', { organization: 'found', admin: 'aba@found.com' }, 'USER_UNKNOWN'],
    ['an unknown user id', { organization: 'found', admin: 'auth0|nobody' }, 'USER_UNKNOWN'],
  ])('%s', async (_what, row, code) => {
    if (row.admin === 'ada@found.com') await onboarded('found');
    tenant.emulator.clearRequests();
    const outcome = await undo(row);
    expect(outcome).toMatchObject({ state: 'not found', failure: { code } });
    expect(written()).toEqual([]);
  });

  test('a renamed organization', async () => {
    const id = await onboarded('before');
    await tenant.auth0.organizations.update(id, { name: 'after' });
    expect(await undo({ organization: 'before', admin: 'ada@before.com' })).toMatchObject({ state: 'not found' });
    expect(await undo({ organization: 'after', admin: 'ada@before.com' })).toMatchObject({ state: 'undone' });
    expect(await domainsOf(id)).toBeUndefined();
  });

  test('everybody a second time', async () => {
    await onboarded('emptied');
    const options = ['--org', 'emptied', '--undo'];
    expect((await runOn(tenant, 'onboard', ...options)).code).toBe(0);
    const { code, stdout } = await runOn(tenant, 'onboard', ...options);
    expect(code).toBe(1);
    expect(stdout).toContain('Fix: Nothing is left to take back');
    expect(stdout).not.toContain('leave --admin out');
  });

  test('of somebody who has an account elsewhere', async () => {
    await onboarded('elsewhere');
    const row = { organization: 'found', admin: 'ada@elsewhere.com' };
    expect(await undo(row)).toMatchObject({ state: 'not found' });
    expect(await undo({ ...row, admin: await userOf('ada@elsewhere.com') })).toMatchObject({ state: 'not found' });
  });

  test('the exit code is 1, and a file counts it apart', async () => {
    for (const name of ['row-one', 'row-two']) await onboarded(name);
    const rows = ['row-one,ada@row-one.com,row-one.com', 'none,ada@none.com,none.com', 'row-two,ada@row-two.com,x.com'];
    await writeFile(join(tenant.project.rootDir, 'undo.csv'), ['organization,admin,domains', ...rows, ''].join('\n'));
    const { code, stdout } = await runOn(tenant, 'onboard', '--file', 'undo.csv', '--undo', '--keep-going');
    expect(code).toBe(1);
    expect(stdout).toContain('3 customers: 2 undone, 1 not found\n');
    expect(stdout).toContain('ORGANIZATION_UNKNOWN');
    const again = await runOn(tenant, 'onboard', '--org', 'row-one', '--admin', 'ada@row-one.com', '--undo');
    expect(again.code).toBe(1);
    // A forgotten cell is not everybody.
    await writeFile(join(tenant.project.rootDir, 'undo.csv'), 'organization,admin,domains\nfound,,found.com\n');
    const empty = await runOn(tenant, 'onboard', '--file', 'undo.csv', '--undo');
    expect(empty.stderr).toContain('CUSTOMER_ADMIN');
  });
});

describe('the account is found', () => {
  test('in another connection than the default, in whatever case, and with several accounts', async () => {
    const id = await onboarded('several');
    await tenant.auth0.connections.create({ name: 'other-users', strategy: 'auth0' });
    const { user_id: other = '' } = await tenant.auth0.users.create({
      connection: 'other-users',
      email: 'ada@several.com',
      password: 'a long pass phrase of Ada',
    });
    const first = await userOf('ada@several.com');
    const { data } = await tenant.auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
    await tenant.auth0.organizations.members.create(id, { members: [other] });
    await tenant.auth0.organizations.members.roles.assign(id, other, { roles: [data[0]?.id ?? ''] });
    expect(await undo({ organization: 'several', admin: 'Ada@several.com' })).toMatchObject({ state: 'undone' });
    expect((await tenant.auth0.organizations.members.list(id)).data).toEqual([]);
    for (const userId of [first, other]) expect((await tenant.auth0.users.organizations.list(userId)).data).toEqual([]);
  });

  test('by the attribute alone, without a membership', async () => {
    const id = await onboarded('attribute', { grant: 'attribute' });
    const userId = await userOf('ada@attribute.com');
    await tenant.auth0.organizations.members.delete(id, { members: [userId] });
    expect(await undo({ organization: 'attribute', admin: 'ada@attribute.com' })).toMatchObject({ state: 'undone' });
    expect((await tenant.auth0.users.get(userId)).app_metadata?.express_configure).toEqual([]);
    expect(await domainsOf(id)).toBeUndefined();
  });

  test('where DNS is awaited there is none yet, and the domains go', async () => {
    const row = { organization: 'awaited', admin: 'ada@awaited.com', domains: 'awaited.com' };
    await tenant.onboard({ customers: { row } });
    expect(await undo(row)).toMatchObject({ state: 'undone' });
    expect(await undo(row)).toMatchObject({ state: 'not found' });
  });
});

describe('the right goes', () => {
  const roleOf = async (name: string) => (await tenant.auth0.roles.list({ name_filter: name })).data[0]?.id ?? '';

  test('whatever else is in the attribute', async () => {
    const id = await onboarded('malformed');
    const userId = await userOf('ada@malformed.com');
    const attribute = { org_id: id, scopes: ['sso'] };
    await tenant.auth0.users.update(userId, { app_metadata: { express_configure: attribute as never } });
    expect(await undo({ organization: 'malformed', admin: 'ada@malformed.com' })).toMatchObject({ state: 'undone' });
    expect((await tenant.auth0.organizations.members.list(id)).data).toEqual([]);
    expect((await tenant.auth0.users.get(userId)).app_metadata?.express_configure).toEqual(attribute);
  });

  test('of a role of the organization’s own that has the name of the tenant’s', async () => {
    const id = await onboarded('own-role');
    const bob = await tenant.auth0.users.create({
      connection: 'saas-users',
      email: 'bob@own-role.com',
      password: 'a long pass phrase of Bob',
    });
    const userId = bob.user_id ?? '';
    const { id: roleId = '' } = await tenant.auth0.roles.create({
      name: 'EXPRESS_CONFIGURE_ADMIN_ROLE',
      type: 'organization',
      owner_id: id,
    } as never);
    expect(roleId).not.toBe(await roleOf('none'));
    await tenant.auth0.organizations.members.create(id, { members: [userId] });
    await tenant.auth0.organizations.members.roles.assign(id, userId, { roles: [roleId] });
    const first = await undo({ organization: 'own-role', admin: 'ada@own-role.com' });
    expect(first?.next).toEqual([`The domains of "own-role" stay: ${userId} can still express-configure there.`]);
    const second = await undo({ organization: 'own-role', admin: userId });
    expect(second?.steps).toContainEqual({
      name: 'role in the organization',
      status: 'undone',
      detail: 'EXPRESS_CONFIGURE_ADMIN_ROLE',
    });
    expect(await domainsOf(id)).toBeUndefined();
  });

  test('of both of two rows that name one organization, and the domains after the second', async () => {
    const id = await onboarded('pair');
    await onboarded('pair', { admin: 'bob@pair.com', grant: 'attribute' });
    const rows = ['pair,ada@pair.com,gmail.com', 'pair,bob@pair.com,'];
    await writeFile(join(tenant.project.rootDir, 'pair.csv'), ['organization,admin,domains', ...rows, ''].join('\n'));
    const outcomes = outcomesOf(await tenant.onboard({ customers: { file: 'pair.csv' }, isUndo: true }));
    expect(outcomes.map(({ state }) => state)).toEqual(['undone', 'undone']);
    expect(outcomes[1]?.next).toEqual([]);
    expect(await domainsOf(id)).toBeUndefined();
    expect((await tenant.auth0.organizations.members.list(id)).data).toEqual([]);
  });

  test('of everybody who is left by a run that was killed midway', async () => {
    const id = await onboarded('killed');
    await onboarded('killed', { admin: 'bob@killed.com' });
    const killed = new AbortController();
    tenant.watch(({ method, path }) => {
      if (method === 'DELETE' && path.endsWith('/roles')) killed.abort();
    });
    await tenant.onboard({
      customers: { row: { organization: 'killed' } },
      isUndo: true,
      signal: killed.signal,
    });
    tenant.watch(() => undefined);
    // Its process is this one, which goes on.
    const { metadata = {} } = await tenant.auth0.organizations.get(id);
    await tenant.auth0.organizations.update(id, { metadata: { ...metadata, onboarding_run: null } as never });
    expect(await undo({ organization: 'killed' })).toMatchObject({ state: 'undone' });
    const { data: members } = await tenant.auth0.organizations.members.list(id);
    expect(members.length).toBeLessThan(2);
    expect(await domainsOf(id)).toBeUndefined();
  });
});

describe('an invitation goes', () => {
  test('of an account that was reset, given by its user id', async () => {
    const name = 'reset-id';
    const { user_id: userId = '' } = await tenant.auth0.users.create({
      connection: 'saas-users',
      email: `ada@${name}.com`,
      password: 'a long pass phrase of another',
    });
    const row = given(name, { via: 'invitation' });
    await tenant.onboard({ customers: { row }, unverified: 'reset' });
    const { id = '' } = await tenant.auth0.organizations.getByName(name);
    expect((await tenant.auth0.organizations.invitations.list(id)).data).toHaveLength(1);
    expect(await undo({ organization: name, admin: userId })).toMatchObject({ state: 'undone' });
    expect((await tenant.auth0.organizations.invitations.list(id)).data).toEqual([]);
    expect((await tenant.auth0.organizations.get(id)).metadata).not.toHaveProperty('admin_accounts');
  });
});

test('domains are not taken alone, nor is everybody’s right by a forgotten --admin', async () => {
  await onboarded('forgot');
  const { code, stderr } = await runOn(tenant, 'onboard', '--org', 'forgot', '--domains', 'forgot.com', '--undo');
  expect([code, stderr.includes('CUSTOMERS_FILE')]).toEqual([1, true]);
});

describe('domains stay while anybody holds a right', () => {
  test.each(['role', 'attribute'])('by %s', async (grant) => {
    const name = `two-by-${grant}`;
    const id = await onboarded(name);
    await onboarded(name, { admin: `bob@${name}.com`, grant });
    const bob = await userOf(`bob@${name}.com`);
    const outcome = await undo({ organization: name, admin: `ada@${name}.com` });
    expect(outcome).toMatchObject({
      state: 'undone',
      next: [`The domains of "${name}" stay: ${bob} can still express-configure there.`],
    });
    const members = (await tenant.auth0.organizations.members.list(id)).data;
    expect(members.map(({ user_id: userId }) => userId)).toEqual([bob]);
    expect(await domainsOf(id)).toBe(`${name}.com`);
    expect(await undo({ organization: name, admin: `bob@${name}.com` })).toMatchObject({ state: 'undone', next: [] });
    expect(await domainsOf(id)).toBeUndefined();
    expect((await tenant.auth0.organizations.discoveryDomains.list(id)).data).toEqual([]);
  });
});

test('the command that a clash prints takes back everybody’s, as printed', async () => {
  const id = await onboarded('holder');
  await onboarded('holder', { admin: 'bob@holder.com' });
  await tenant.onboard({ customers: { row: given('holder', { admin: 'cy@holder.com', via: 'invitation' }) } });
  const clash = await tenant.onboard({ customers: { row: given('taker', { domains: 'holder.com' }) } });
  const [failure] = clash.ok ? [] : clash.failures;
  expect(failure?.code).toBe('DOMAIN_CLAIMED');
  const command = /npm run onboard -- (.+?)\.?$/.exec(failure?.fix ?? '')?.[1] ?? '';
  const { code } = await runOn(tenant, 'onboard', ...command.split(' '));
  expect(code).toBe(0);
  expect((await tenant.auth0.organizations.members.list(id)).data).toEqual([]);
  expect((await tenant.auth0.organizations.invitations.list(id)).data).toEqual([]);
  expect(await domainsOf(id)).toBeUndefined();
  await onboarded('taker', { domains: 'holder.com' });
});

test.each([
  ['an organization that something else made', 'by-hand', { domains: 'taken.net' }, 'taken.net'],
  ['a store alone', 'in-store', { onboarded_by: 'express-configure' }, 'stored.net'],
])('of %s the way on that a clash prints works as printed', async (_what, name, metadata, domain) => {
  const { id = '' } = await tenant.auth0.organizations.create({ name, metadata });
  const isStored = name === 'in-store';
  if (isStored) await tenant.auth0.organizations.discoveryDomains.create(id, { domain, status: 'verified' });
  const clash = await tenant.onboard({ customers: { row: given(`${name}-taker`, { domains: domain }) } });
  const fix = clash.ok ? '' : (clash.failures[0]?.fix ?? '');
  if (isStored) {
    const [, path = ''] = /api get "([^"]+)"/.exec(fix) ?? [];
    expect(path).toBe(`organizations/${id}/discovery-domains/name/${domain}`);
    const found = await tenant.auth0.organizations.discoveryDomains.getByName(id, domain);
    await tenant.auth0.organizations.discoveryDomains.delete(id, found.id);
  } else {
    const [, command = ''] = /npm run onboard -- (.+?)\.?$/.exec(fix) ?? [];
    expect(await runOn(tenant, 'onboard', ...command.split(' '))).toMatchObject({ code: 0 });
  }
  await onboarded(`${name}-taker`, { domains: domain });
});
