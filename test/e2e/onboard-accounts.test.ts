/**
 * Tests whose account it is: an existing one, one that a person vouches for, and one that somebody makes in the
 * meantime.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserAgent, type VisitedPage } from '../../emulator/index.ts';
import { registerSampleApplications } from '../../scripts/lib/sample-applications.ts';
import { MINUTE_MS } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
let databaseId: string;
beforeAll(async () => {
  tenant = await onboardRig();
  const { domain, deployClient, apps } = tenant.emulator;
  await registerSampleApplications({ domain, ...deployClient }, apps);
  databaseId = (await tenant.auth0.connections.list({ name: 'saas-users' })).data[0]?.id ?? '';
}, MINUTE_MS);
afterAll(() => tenant.close());

const PASSWORD = 'a long pass phrase of somebody';
type More = Partial<Parameters<OnboardRig['onboard']>[0]>;
const onboard = async (row: Record<string, string>, more: More = {}) =>
  outcomesOf(await tenant.onboard({ customers: { row: { attest: 'a test', ...row } }, defaults: {}, ...more }))[0];
const stepsOf = (outcome: Awaited<ReturnType<typeof onboard>>) =>
  outcome?.steps.map(({ name, status }) => `${status} ${name}`);
const written = () => tenant.emulator.requests().filter(({ write }) => write);
const customer = (name: string) => ({ organization: name, admin: `ada@${name}.com`, domains: `${name}.com` });
const metadataOf = async (name: string) => (await tenant.auth0.organizations.getByName(name)).metadata ?? {};
const idOf = async (name: string) => (await tenant.auth0.organizations.getByName(name)).id ?? '';
const connectionIn = async (name: string) =>
  tenant.auth0.organizations.enabledConnections.get(await idOf(name), databaseId);

async function account(email: string, more: object = {}) {
  const { user_id: userId = '' } = await tenant.auth0.users.create({
    connection: 'saas-users',
    email,
    password: PASSWORD,
    ...more,
  });
  return userId;
}

/** Nobody is a member or has a right. */
async function expectNothingGiven(name: string, userId: string) {
  expect((await tenant.auth0.organizations.members.list(await idOf(name))).data).toEqual([]);
  expect((await tenant.auth0.users.get(userId)).app_metadata).toBeUndefined();
}

const shown = (at: VisitedPage | { callback: URL }): VisitedPage => {
  if ('html' in at) return at;
  throw new Error(`led to ${at.callback.href}`);
};

/** Types address and password from the page that asks for the address. */
async function typeIn(agent: UserAgent, page: VisitedPage, username: string, password: string) {
  expect(page.url.pathname).toBe('/u/login/identifier');
  return shown(await agent.submit(shown(await agent.submit(page, { username })), { password }));
}

/** Opens the link of the newest mail to an address, and accepts. */
async function accept(to: string, password: string) {
  const agent = new UserAgent();
  const outbox = shown(await agent.visit(new URL('/_local/mail', tenant.emulator.browserOrigin)));
  const mail = parse(outbox.html).querySelector(`[data-to="${to}"] a`)?.getAttribute('href') ?? '';
  const letter = shown(await agent.visit(new URL(mail, outbox.url)));
  const link = parse(letter.html).querySelectorAll('a')[0]?.getAttribute('href') ?? '';
  const offer = shown(await agent.visit(new URL(link, letter.url)));
  return shown(await agent.submit(shown(await agent.submit(offer, {})), { password }));
}

describe('an account that is there', () => {
  test('counts where its address is verified', async () => {
    const userId = await account('ada@verified.com', { email_verified: true });
    const outcome = await onboard(customer('verified'));
    expect(outcome?.state).toBe('ready');
    expect(stepsOf(outcome)).toContain('there administrator');
    const members = await tenant.auth0.organizations.members.list(await idOf('verified'));
    expect(members.data.map(({ user_id }) => user_id)).toEqual([userId]);
  });

  test.each(['invitation', 'oin-test'])('is stopped at where its address is not, by %s', async (via) => {
    const name = `stopped-${via}`;
    const userId = await account(`ada@${name}.com`);
    for (const admin of [`ada@${name}.com`, userId]) {
      const outcome = await onboard({ ...customer(name), admin, via, vouch: 'our own' });
      expect(outcome?.failure).toMatchObject({
        code: 'ACCOUNT_UNVERIFIED',
        fix: expect.stringContaining('--unverified reset'),
      });
    }
    await expectNothingGiven(name, userId);
    const user = await tenant.auth0.users.get(userId);
    expect(user.email_verified).toBe(false);
  });

  test('is reset and invited where the operator says so: password, session and factors are gone', async () => {
    const email = 'ada@hijacked.com';
    const userId = await account(email);
    await tenant.auth0.users.authenticationMethods.create(userId, {
      type: 'totp',
      name: 'theirs',
      totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    });
    const login = async (agent: UserAgent) =>
      shown(await agent.visit(new URL('/_local/app/login', tenant.emulator.browserOrigin)));
    const thief = new UserAgent();
    await typeIn(thief, await login(thief), email, PASSWORD);
    expect((await login(thief)).url.pathname).toBe('/_local/app/');

    tenant.emulator.clearRequests();
    const dry = await onboard(customer('hijacked'), { unverified: 'reset', isDryRun: true });
    expect(dry?.state).toBe('planned');
    expect(written()).toEqual([]);
    const outcome = await onboard(customer('hijacked'), { unverified: 'reset' });
    expect(outcome?.state).toBe('waiting for the invitation to be accepted');
    expect(outcome?.next).toEqual([expect.stringContaining('Forgot password?')]);
    await expectNothingGiven('hijacked', userId);
    expect((await tenant.auth0.users.authenticationMethods.list(userId)).data).toEqual([]);
    expect((await typeIn(thief, await login(thief), email, PASSWORD)).html).toContain('Wrong email or password');

    // A further run resets nothing and sends nothing.
    tenant.emulator.clearRequests();
    expect((await onboard(customer('hijacked'), { unverified: 'reset' }))?.state).toBe(outcome?.state);
    expect((await onboard(customer('hijacked')))?.state).toBe(outcome?.state);
    expect(written()).toEqual([]);

    const own = 'a pass phrase of Ada herself';
    await tenant.auth0.users.update(userId, { password: own });
    await accept(email, own);
    expect((await onboard(customer('hijacked')))?.state).toBe('ready');
    expect((await metadataOf('hijacked')).admin_accounts).toMatch(/^auth0%7C\w+ reset \S+Z$/);
  });

  test('of Okta’s reviewers is reset with a new password that is shown', async () => {
    const userId = await account('ada@review.com');
    const shownBefore = tenant.revealed.length;
    const row = { ...customer('review'), via: 'oin-test', vouch: 'our mailbox' };
    expect((await onboard(row, { unverified: 'reset' }))?.state).toBe('ready');
    expect(tenant.revealed.slice(shownBefore)).toEqual([expect.stringMatching(/^ada@review\.com: password \S{24,} /)]);
    expect((await tenant.auth0.users.get(userId)).email_verified).toBe(true);
    expect((await metadataOf('review')).admin_accounts).toMatch(/^auth0%7C\w+ vouch \S+Z our mailbox$/);
  });
});

describe('somebody vouches, and it is recorded', () => {
  test('for Okta’s reviewers, or nothing is written', async () => {
    tenant.emulator.clearRequests();
    const row = { ...customer('reviewers'), via: 'oin-test', attest: 'ours' };
    const result = await tenant.onboard({ customers: { row }, defaults: {} });
    expect(result.ok ? [] : result.failures.map(({ code }) => code)).toEqual(['VOUCH_NEEDED']);
    await writeFile(
      join(tenant.project.rootDir, 'reviewers.csv'),
      'organization,admin,domains,via,attest,vouch\nreviewers,ada@reviewers.com,reviewers.com,oin-test,ours,\n',
    );
    const file = await tenant.onboard({ customers: { file: 'reviewers.csv' }, defaults: {} });
    expect(file.ok ? [] : file.failures.map(({ code, where }) => [code, where?.line])).toEqual([['VOUCH_NEEDED', 2]]);
    expect(written()).toEqual([]);
    expect((await onboard({ ...row, vouch: 'our own; mailbox' }))?.state).toBe('ready');
    expect((await metadataOf('reviewers')).admin_accounts).toMatch(/ vouch \S+Z our own mailbox$/);
  });

  test('for an account without an address, and once is enough', async () => {
    await tenant.auth0.connections.create({
      name: 'names',
      strategy: 'auth0',
      options: { attributes: { username: { identifier: { active: true } } } } as never,
    });
    const { user_id: userId = '' } = await tenant.auth0.users.create({
      connection: 'names',
      username: 'ada',
      password: PASSWORD,
    });
    const row = { ...customer('nameless'), admin: userId };
    const outcome = await onboard(row);
    expect(outcome?.failure?.code).toBe('VOUCH_NEEDED');
    await expectNothingGiven('nameless', userId);
    expect((await onboard({ ...row, vouch: 'met in person' }))?.state).toBe('ready');
    expect((await onboard(row))?.state).toBe('ready');
    const undone = await onboard(row, { isUndo: true });
    expect(undone?.state).toBe('undone');
    expect(await metadataOf('nameless')).toEqual({ onboarded_by: 'express-configure' });
  });
});

describe('sign-up, which the shipped connection has not', () => {
  test('is open in the organization while the invitation waits, and taken back when it was accepted', async () => {
    const { data } = await tenant.auth0.connections.list({ name: 'saas-users' });
    expect(data[0]?.options).toMatchObject({ disable_signup: true });
    const row = customer('invited');
    const waiting = await onboard(row);
    expect(stepsOf(waiting)).toContain('done sign-up for the invitation');
    expect(await connectionIn('invited')).toMatchObject({ is_signup_enabled: true, assign_membership_on_login: true });
    tenant.emulator.clearRequests();
    expect((await onboard(row))?.state).toBe('waiting for the invitation to be accepted');
    expect(written()).toEqual([]);

    await accept('ada@invited.com', PASSWORD);
    const outcome = await onboard(row);
    expect(outcome?.state).toBe('ready');
    expect(stepsOf(outcome)).toContain('done sign-up taken back');
    expect(outcome?.next).toEqual([]);
    expect(await connectionIn('invited')).toMatchObject({
      is_signup_enabled: false,
      assign_membership_on_login: false,
    });
  });

  test('stays open for another invitation, without keeping an administrator from the right', async () => {
    const first = customer('two-invited');
    const second = { ...first, admin: 'bob@two-invited.com' };
    for (const row of [first, second]) await onboard(row);
    await accept('ada@two-invited.com', PASSWORD);
    expect((await onboard(first))?.state).toBe('ready');
    expect(await connectionIn('two-invited')).toMatchObject({ is_signup_enabled: true });
    await accept('bob@two-invited.com', PASSWORD);
    const outcome = await onboard(second);
    expect(outcome?.state).toBe('ready');
    expect(outcome?.next).toEqual([expect.stringMatching(/^Look at the 2 members of "two-invited"/)]);
    expect(await connectionIn('two-invited')).toMatchObject({ is_signup_enabled: false });
  });

  test('is taken back when the invitation is withdrawn', async () => {
    const row = customer('withdrawn');
    await onboard(row);
    const undone = await onboard(row, { isUndo: true });
    expect(stepsOf(undone)).toContain('done sign-up taken back');
    expect(await connectionIn('withdrawn')).toMatchObject({
      is_signup_enabled: false,
      assign_membership_on_login: false,
    });
  });

  test('is not opened where the connection takes sign-ups, nor where the account is there', async () => {
    await account('ada@there.com', { email_verified: true });
    await onboard(customer('there'));
    expect(await connectionIn('there')).toMatchObject({ is_signup_enabled: false });
  });
});
