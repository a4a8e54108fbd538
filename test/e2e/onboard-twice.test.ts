/** Two runs of the same customers at once: each customer is one run's. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE_MS } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

const NOTE = 'onboarding_run';
const row = (name: string, via: string) => ({
  organization: name,
  admin: `ada@${name}.com`,
  domains: `${name}.com`,
  via,
  attest: 'a test',
});
const names = (prefix: string) => Array.from({ length: 6 }, (_none, index) => `${prefix}-${index + 1}`);
const idOf = async (name: string) => (await tenant.auth0.organizations.getByName(name)).id ?? '';

async function twice(prefix: string, via: string) {
  const lines = names(prefix).map((name) => `${name},ada@${name}.com,${name}.com`);
  const file = `${prefix}.csv`;
  await writeFile(join(tenant.project.rootDir, file), ['organization,admin,domains', ...lines, ''].join('\n'));
  const run = () =>
    tenant.onboard({ customers: { file }, defaults: { via, attest: 'a test', vouch: 'a test' }, settleMs: 1500 });
  return (await Promise.all([run(), run()])).map(outcomesOf);
}

describe.each(['new', 'there'])('organizations that are %s', (state) => {
  test('get one invitation each', async () => {
    const prefix = `invited-${state}`;
    if (state === 'there') {
      for (const name of names(prefix)) {
        await tenant.auth0.organizations.create({ name, metadata: { onboarded_by: 'express-configure' } });
      }
    }
    await twice(prefix, 'invitation');
    await twice(prefix, 'invitation');
    for (const name of names(prefix)) {
      const { data } = await tenant.auth0.organizations.invitations.list(await idOf(name));
      expect(data).toHaveLength(1);
      expect((await tenant.auth0.organizations.getByName(name)).metadata).not.toHaveProperty(NOTE);
    }
  });

  test('get one account each, whose password is the one that is shown', async () => {
    const prefix = `shown-${state}`;
    if (state === 'there') {
      for (const name of names(prefix)) {
        await tenant.auth0.organizations.create({ name, metadata: { onboarded_by: 'express-configure' } });
      }
    }
    const before = tenant.revealed.length;
    const states = (await twice(prefix, 'oin-test')).flat().map((outcome) => outcome.state);
    expect(states.every((one) => one === 'ready' || one === 'in another run')).toBe(true);
    const lines = tenant.revealed.slice(before);
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(names(prefix).map((name) => `ada@${name}.com`));
  });
});

test('an account that something else made meanwhile has no password to show', async () => {
  const before = tenant.revealed.length;
  tenant.watch(async ({ method, path }) => {
    if (method !== 'GET' || !path.includes('/users-by-email')) return;
    tenant.watch(() => undefined);
    await tenant.auth0.users.create({
      connection: 'saas-users',
      email: 'ada@raced.com',
      email_verified: true,
      password: 'a long pass phrase of another',
    });
  });
  const [outcome] = outcomesOf(await tenant.onboard({ customers: { row: row('raced', 'oin-test') } }));
  expect(outcome?.failure).toMatchObject({ code: 'ACCOUNT_UNVERIFIED', found: expect.stringContaining('not known') });
  expect(tenant.revealed.slice(before)).toEqual([]);
});

describe('a claim of another run', () => {
  const claim = async (name: string, note: string) => {
    await tenant.auth0.organizations.create({
      name,
      metadata: { onboarded_by: 'express-configure', [NOTE]: note },
    });
  };
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const onboard = async (name: string, more: object = {}) =>
    outcomesOf(await tenant.onboard({ customers: { row: row(name, 'oin-test') }, ...more }))[0];

  test('leaves the organization to it, whatever is asked', async () => {
    const at = minutesAgo(3);
    await claim('held', `other ${at} elsewhere/1`);
    tenant.emulator.clearRequests();
    for (const isUndo of [false, true]) {
      expect(await onboard('held', { isUndo })).toMatchObject({
        state: 'in another run',
        next: [`Another run acts on it since ${at}; run it again once that has ended.`],
      });
    }
    expect(tenant.emulator.requests().filter(({ write }) => write)).toEqual([]);
  });

  test('is taken over when it is stale, or malformed', async () => {
    await claim('stale', `other ${minutesAgo(16)} elsewhere/1`);
    await claim('malformed', 'what is this');
    for (const name of ['stale', 'malformed']) {
      expect((await onboard(name))?.state).toBe('ready');
      expect((await tenant.auth0.organizations.getByName(name)).metadata).not.toHaveProperty(NOTE);
    }
  });

  test('that comes in between ends the run before it invites', async () => {
    const name = 'between';
    tenant.watch(async ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/enabled_connections')) return;
      tenant.watch(() => undefined);
      const { id = '', metadata = {} } = await tenant.auth0.organizations.getByName(name);
      await tenant.auth0.organizations.update(id, {
        metadata: { ...metadata, [NOTE]: `other ${minutesAgo(0)} elsewhere/1` },
      });
    });
    const [outcome] = outcomesOf(await tenant.onboard({ customers: { row: row(name, 'invitation') } }));
    expect(outcome?.state).toBe('in another run');
    expect((await tenant.auth0.organizations.invitations.list(await idOf(name))).data).toEqual([]);
    expect((await tenant.auth0.organizations.getByName(name)).metadata?.[NOTE]).toMatch(/^other /);
  });
});
