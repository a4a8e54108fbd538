import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onboardText } from '../../scripts/commands/onboard/text.ts';
import { scopes } from '../../scripts/commands/scopes/run.ts';
import { machineClient } from '../support/machine-client.ts';
import { MINUTE_MS } from './deploy-rig.ts';
import { expectOnboarded, type OnboardRig, onboardRig, outcomesOf, violations } from './onboard-rig.ts';

let tenant: OnboardRig;
beforeAll(async () => {
  tenant = await onboardRig();
}, MINUTE_MS);
afterAll(() => tenant.close());

const ACME = { organization: 'acme', admin: 'ada@acme.com', domains: 'acme.com, EU.Acme.com.', via: 'oin-test' };
const written = () => tenant.emulator.requests().filter(({ write }) => write);
const states = (outcomes: { state: string }[]) => outcomes.map(({ state }) => state);
const steps = (outcomes: { steps: { name: string; status: string }[] }[]) =>
  outcomes[0]?.steps.map(({ name, status }) => `${status} ${name}`);

describe('one customer', () => {
  test('a dry run says all that would be done, and writes nothing', async () => {
    tenant.emulator.clearRequests();
    const outcomes = outcomesOf(await tenant.onboard({ customers: { row: ACME }, isDryRun: true }));
    expect(written()).toEqual([]);
    expect(states(outcomes)).toEqual(['planned']);
    expect(steps(outcomes)).toEqual([
      'would organization',
      'would domains claimed',
      'would domains proven',
      'would connection enabled',
      'would administrator',
      'would member',
      'would role in the organization',
    ]);
  });

  test('waits for DNS with the records to publish, and nobody has an account or a right until then', async () => {
    const outcomes = outcomesOf(await tenant.onboard({ customers: { row: ACME } }));
    expect(states(outcomes)).toEqual(['waiting for DNS']);
    const [first, second] = tenant.dns;
    expect(outcomes[0]?.next).toEqual([
      expect.stringMatching(
        `^Publish this record, then run it again: _ss-verification\\.org_\\w+\\.acme\\.com TXT "[0-9a-f]{32}" \\(not seen by ${first.resolver} ENOTFOUND, ${second.resolver} ENOTFOUND\\)$`,
      ),
      expect.stringMatching(/_ss-verification\.org_\w+\.eu\.acme\.com TXT /),
    ]);
    expect(await tenant.auth0.users.listUsersByEmail({ email: 'ada@acme.com' })).toEqual([]);
    const { metadata } = await tenant.auth0.organizations.getByName('acme');
    expect(metadata).toEqual({
      onboarded_by: 'express-configure',
      domain_claims: expect.stringMatching(/^acme\.com pending \S+Z; eu\.acme\.com pending \S+Z$/),
    });
  });

  test('tells with each run of a right that somebody gave by hand meanwhile', async () => {
    const { id = '' } = await tenant.auth0.organizations.getByName('acme');
    const made = async (email: string, more: object) =>
      (await tenant.auth0.users.create({ connection: 'saas-users', email, password: 'a long pass phrase', ...more }))
        .user_id ?? '';
    const byRole = await made('rob@acme.com', {});
    const byAttribute = await made('amy@acme.com', {
      app_metadata: { express_configure: [{ org_id: id, scopes: ['sso'] }] },
    });
    const { data } = await tenant.auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
    await tenant.auth0.organizations.members.create(id, { members: [byRole] });
    await tenant.auth0.organizations.members.roles.assign(id, byRole, { roles: [data[0]?.id ?? ''] });
    for (const isDryRun of [false, true, false]) {
      const [outcome] = outcomesOf(await tenant.onboard({ customers: { row: ACME }, isDryRun }));
      expect(outcome?.next.slice(0, 2)).toEqual(
        [byRole, byAttribute].map(
          (userId) =>
            `${userId} can express-configure "acme" already, and none of its domains is proven. Take that back: npm run onboard -- --env local --undo --org acme --admin '${userId}'`,
        ),
      );
      expect(outcome?.next).toHaveLength(4);
    }
    await tenant.auth0.users.delete(byRole);
    await tenant.auth0.users.delete(byAttribute);
  });

  test('is not proven by one resolver, nor by another record', async () => {
    const { id = '' } = await tenant.auth0.organizations.getByName('acme');
    const { data } = await tenant.auth0.organizations.discoveryDomains.list(id);
    for (const { verification_host: host = '', verification_txt: txt = '' } of data) {
      tenant.dns[0].records.set(host, [txt]);
      tenant.dns[1].records.set(host, ['auth0-domain-verification=somebody-elses']);
    }
    const outcomes = outcomesOf(await tenant.onboard({ customers: { row: ACME } }));
    expect(states(outcomes)).toEqual(['waiting for DNS']);
    expect(outcomes[0]?.next[0]).toMatch(new RegExp(`\\(not seen by ${tenant.dns[1].resolver}\\)$`));
    const after = await tenant.auth0.organizations.discoveryDomains.list(id);
    expect(after.data.map(({ status }) => status)).toEqual(['pending', 'pending']);
  });

  test('goes on when its records are there, the right last, and keeps the evidence', async () => {
    await tenant.publish('acme');
    tenant.emulator.clearRequests();
    const found: string[] = [];
    tenant.watch(async ({ write }) => {
      if (write) found.push(...(await violations(tenant, 'acme')));
    });
    const outcomes = outcomesOf(await tenant.onboard({ customers: { row: ACME } }));
    tenant.watch(() => undefined);
    expect(found).toEqual([]);
    expect(states(outcomes)).toEqual(['ready']);
    const calls = written().map(
      ({ method, path }) => `${method} ${path.replaceAll(/(org|con|ord|auth0)(_|%7C)\w+/g, '{}')}`,
    );
    // On a busy machine a claim is written again, because it took longer than it may: changes in a row count as one.
    const writes = calls.filter((call, at) => call !== calls[at - 1] || !call.endsWith('/organizations/{}'));
    expect(writes).toEqual([
      'PATCH /api/v2/organizations/{}',
      'PATCH /api/v2/organizations/{}/discovery-domains/{}',
      'PATCH /api/v2/organizations/{}/discovery-domains/{}',
      'POST /api/v2/organizations/{}/enabled_connections',
      'POST /api/v2/users',
      'PATCH /api/v2/organizations/{}',
      'POST /api/v2/organizations/{}/members',
      'POST /api/v2/organizations/{}/members/{}/roles',
      'PATCH /api/v2/organizations/{}',
    ]);
    const { metadata } = await tenant.auth0.organizations.getByName('acme');
    const resolvers = tenant.dns.map(({ resolver }) => resolver).join('\\+');
    expect(metadata?.domain_claims).toMatch(new RegExp(`^acme\\.com dns \\S+Z ${resolvers}; eu\\.acme\\.com dns `));
    await expectOnboarded(tenant, 'acme', 'ada@acme.com', ['acme.com', 'eu.acme.com']);
  });

  test('run again changes nothing', async () => {
    tenant.emulator.clearRequests();
    const outcomes = outcomesOf(await tenant.onboard({ customers: { row: ACME } }));
    expect(written()).toEqual([]);
    expect(states(outcomes)).toEqual(['ready']);
    expect(steps(outcomes)?.every((step) => step.startsWith('there '))).toBe(true);
  });

  test('the password is shown once, and stands in no report', async () => {
    expect(tenant.revealed).toEqual([expect.stringMatching(/^ada@acme\.com: password \S{24,} \(shown this once/)]);
    const password = /password (\S+)/.exec(tenant.revealed[0] ?? '')?.[1] ?? '';
    const report = await tenant.onboard({ customers: { row: ACME } });
    expect(tenant.revealed).toHaveLength(1);
    const shown = report.ok ? onboardText(report.value) : '';
    expect(shown).toContain('1 customer: 1 ready\n');
    expect(shown).toContain('npm run doctor -- --env local --org acme --user EMAIL');
    for (const text of [JSON.stringify(report), tenant.progress.join('\n'), shown]) {
      expect(text).not.toContain(password);
      expect(text).not.toContain('ada@acme.com');
    }
  });

  test('a later run claims a further domain, which is proven for itself', async () => {
    const more = { ...ACME, domains: 'acme.com,eu.acme.com,acme.fr' };
    expect(states(outcomesOf(await tenant.onboard({ customers: { row: more } })))).toEqual(['waiting for DNS']);
    const { metadata } = await tenant.auth0.organizations.getByName('acme');
    expect(metadata?.domains).toBe('acme.com,eu.acme.com');
    await tenant.publish('acme');
    expect(states(outcomesOf(await tenant.onboard({ customers: { row: more } })))).toEqual(['ready']);
    await expectOnboarded(tenant, 'acme', 'ada@acme.com', ['acme.com', 'eu.acme.com', 'acme.fr'].sort());
  });

  test('membership on login is turned off where it was on', async () => {
    const { id = '' } = await tenant.auth0.organizations.getByName('acme');
    const [enabled] = (await tenant.auth0.organizations.enabledConnections.list(id)).data;
    const connectionId = enabled?.connection_id ?? '';
    await tenant.auth0.organizations.enabledConnections.update(id, connectionId, { assign_membership_on_login: true });
    const outcomes = outcomesOf(await tenant.onboard({ customers: { row: ACME } }));
    expect(steps(outcomes)).toContain('done membership on login off');
    const after = await tenant.auth0.organizations.enabledConnections.get(id, connectionId);
    expect(after.assign_membership_on_login).toBe(false);
  });

  test('undo takes the right first, and leaves organization and account', async () => {
    tenant.emulator.clearRequests();
    const outcomes = outcomesOf(
      await tenant.onboard({ customers: { row: { organization: 'acme', admin: 'ada@acme.com' } }, isUndo: true }),
    );
    expect(states(outcomes)).toEqual(['undone']);
    const writes = written().map(
      ({ method, path }) =>
        `${method} ${path
          .split('/')
          .at(-1)
          ?.replace(/^(org|ord)_.*/, '{}')}`,
    );
    expect(writes).toEqual([
      'PATCH {}',
      'DELETE roles',
      'DELETE {}',
      'DELETE {}',
      'DELETE {}',
      'PATCH {}',
      'DELETE members',
      'PATCH {}',
    ]);
    expect((await tenant.auth0.organizations.getByName('acme')).metadata).toEqual({
      onboarded_by: 'express-configure',
    });
    expect(await tenant.auth0.users.listUsersByEmail({ email: 'ada@acme.com' })).toHaveLength(1);
  });
});

describe('other ways', () => {
  test('a note stands in for DNS, and is kept with the domain', async () => {
    const row = { organization: 'initech', admin: 'ida@initech.com', domains: 'initech.com', via: 'oin-test' };
    const outcomes = outcomesOf(
      await tenant.onboard({ customers: { row }, defaults: { attest: 'contract 4711; by phone', vouch: 'by phone' } }),
    );
    expect(states(outcomes)).toEqual(['ready']);
    const { metadata } = await tenant.auth0.organizations.getByName('initech');
    expect(metadata?.domain_claims).toMatch(/^initech\.com attest \S+Z contract 4711 by phone$/);
    await expectOnboarded(tenant, 'initech', 'ida@initech.com', ['initech.com']);
  });

  test('an attribute is added to those of other organizations, never in their place', async () => {
    const { user_id: userId = '' } = (await tenant.auth0.users.listUsersByEmail({ email: 'ida@initech.com' }))[0] ?? {};
    const other = { org_id: 'org_other', scopes: ['sso'] };
    await tenant.auth0.users.update(userId, { app_metadata: { plan: 'gold', express_configure: [other] } });
    const row = {
      organization: 'umbrella',
      admin: userId,
      domains: 'umbrella-corp.com',
      grant: 'attribute',
      scopes: 'sso',
    };
    const result = await tenant.onboard({ customers: { row: { ...row, attest: 'checked' } } });
    expect(states(outcomesOf(result))).toEqual(['ready']);
    const { id = '' } = await tenant.auth0.organizations.getByName('umbrella');
    expect((await tenant.auth0.users.get(userId)).app_metadata).toEqual({
      plan: 'gold',
      express_configure: [other, { org_id: id, scopes: ['sso'] }],
    });
    expect(await violations(tenant, 'umbrella')).toEqual([]);
  });

  test('a right that the policy does not count is a failure by name, and is left for the policy to catch up', async () => {
    const { project, auth0 } = tenant;
    const [user] = await auth0.users.listUsersByEmail({ email: 'ida@initech.com' });
    const row = { organization: 'umbrella', admin: user?.user_id ?? '', domains: 'umbrella-corp.com', scopes: 'sso' };
    const again = async (grant: string) => outcomesOf(await tenant.onboard({ customers: { row: { ...row, grant } } }));
    await project.edit('actions/policy.ts', '    organizationAdmin(attribute),\n', '');
    try {
      const [outcome] = await again('attribute');
      expect(outcome).toMatchObject({ state: 'failed', failure: { code: 'RIGHT_NOT_COUNTED' } });
    } finally {
      await project.edit('actions/policy.ts', '  permit: [\n', '  permit: [\n    organizationAdmin(attribute),\n');
    }
    expect(states(await again('attribute'))).toEqual(['ready']);
  });

  test('an attribute that is no list is not replaced', async () => {
    const { user_id: userId = '' } = (await tenant.auth0.users.listUsersByEmail({ email: 'ida@initech.com' }))[0] ?? {};
    await tenant.auth0.users.update(userId, { app_metadata: { express_configure: 'yes' } });
    const row = {
      organization: 'hooli',
      admin: userId,
      domains: 'hooli-corp.com',
      grant: 'attribute',
      attest: 'checked',
    };
    const [outcome] = outcomesOf(await tenant.onboard({ customers: { row } }));
    expect(outcome?.failure?.code).toBe('CUSTOMER_ADMIN');
    expect((await tenant.auth0.users.get(userId)).app_metadata).toEqual({ plan: 'gold', express_configure: 'yes' });
  });

  test('an account of the same address in another connection is left alone', async () => {
    await tenant.auth0.connections.create({ name: 'old-users', strategy: 'auth0' });
    const email = 'ned@globocorp.com';
    const password = 'a long pass phrase of Ned';
    const { user_id: oldId } = await tenant.auth0.users.create({ connection: 'old-users', email, password });
    const row = {
      organization: 'globocorp',
      admin: email,
      domains: 'globocorp.com',
      via: 'oin-test',
      attest: 'checked',
    };
    expect(states(outcomesOf(await tenant.onboard({ customers: { row } })))).toEqual(['ready']);
    const { id = '' } = await tenant.auth0.organizations.getByName('globocorp');
    const members = (await tenant.auth0.organizations.members.list(id)).data.map((member) => member.user_id);
    const users = await tenant.auth0.users.listUsersByEmail({ email });
    expect(users.map(({ identities }) => identities?.[0]?.connection).sort()).toEqual(['old-users', 'saas-users']);
    expect(members).toEqual(users.map((user) => user.user_id).filter((userId) => userId !== oldId));
  });

  test('a user id that nobody has is an error, and so is a blocked user', async () => {
    const row = { organization: 'piper', domains: 'piedpiper.com', attest: 'checked' };
    const unknown = outcomesOf(await tenant.onboard({ customers: { row: { ...row, admin: 'auth0|no/body?' } } }));
    expect(unknown[0]?.failure).toMatchObject({ code: 'CUSTOMER_ADMIN', found: 'no user auth0|no/body?' });
    const { user_id: userId = '' } = (await tenant.auth0.users.listUsersByEmail({ email: 'ada@acme.com' }))[0] ?? {};
    await tenant.auth0.users.update(userId, { blocked: true });
    const blocked = outcomesOf(await tenant.onboard({ customers: { row: { ...row, admin: 'ada@acme.com' } } }));
    expect(blocked[0]?.failure).toMatchObject({ code: 'CUSTOMER_ADMIN', found: 'ada@acme.com is blocked' });
    await tenant.auth0.users.update(userId, { blocked: false });
  });

  test('an invitation is sent once, without a role', async () => {
    const row = { organization: 'globex', admin: 'gus@globex.com', domains: 'globex.com', attest: 'checked' };
    for (const _run of [1, 2]) {
      const outcomes = outcomesOf(await tenant.onboard({ customers: { row } }));
      expect(states(outcomes)).toEqual(['waiting for the invitation to be accepted']);
    }
    const { id = '' } = await tenant.auth0.organizations.getByName('globex');
    const { data } = await tenant.auth0.organizations.invitations.list(id);
    expect(data.map(({ invitee, roles, inviter }) => [invitee?.email, roles, inviter?.name])).toEqual([
      ['gus@globex.com', undefined, 'Acme (local)'],
    ]);
    const undone = outcomesOf(await tenant.onboard({ customers: { row }, isUndo: true }));
    expect(states(undone)).toEqual(['undone']);
    expect((await tenant.auth0.organizations.invitations.list(id)).data).toEqual([]);
  });
});

describe.each(['role', 'attribute'])('the right, given by %s, is not given where meanwhile', (grant) => {
  test.each<[string, string, (id: string, userId: string) => Promise<unknown>]>([
    [
      'a domain is verified no longer',
      'DOMAIN_UNVERIFIED',
      async (id) => {
        const [domain] = (await tenant.auth0.organizations.discoveryDomains.list(id)).data;
        await tenant.auth0.organizations.discoveryDomains.update(id, domain?.id ?? '', { status: 'pending' });
      },
    ],
    [
      'the published list was changed',
      'DOMAIN_UNVERIFIED',
      (id) => tenant.auth0.organizations.update(id, { metadata: { domains: 'else.com' } }),
    ],
    [
      'membership comes with a login again',
      'NOT_AS_DEPLOYED',
      async (id) => {
        const [enabled] = (await tenant.auth0.organizations.enabledConnections.list(id)).data;
        await tenant.auth0.organizations.enabledConnections.update(id, enabled?.connection_id ?? '', {
          assign_membership_on_login: true,
        });
      },
    ],
    [
      'the administrator has left',
      'NOT_AS_DEPLOYED',
      (id, userId) => tenant.auth0.organizations.members.delete(id, { members: [userId] }),
    ],
  ])('%s', async (what, code, change) => {
    const name = `meanwhile-${grant}-${what.replaceAll(' ', '-').slice(0, 25)}`;
    const row = {
      organization: name,
      admin: `m@${name}.com`,
      domains: `${name}.com`,
      via: 'oin-test',
      attest: 'ok',
      grant,
    };
    let isMember = false;
    tenant.watch(async ({ method, path }) => {
      // After the membership has been read back: the next request looks for the right.
      const looksForRight = method === 'GET' && (path.endsWith('/roles') || /\/users\/[^/]+$/.test(path));
      if (method === 'POST' && path.endsWith('/members')) isMember = true;
      if (!isMember || !looksForRight) return;
      tenant.watch(() => undefined);
      const { id = '' } = await tenant.auth0.organizations.getByName(name);
      const [user] = await tenant.auth0.users.listUsersByEmail({ email: row.admin });
      await change(id, user?.user_id ?? '');
    });
    const [outcome] = outcomesOf(await tenant.onboard({ customers: { row } }));
    expect(outcome?.failure?.code).toBe(code);
    const [user] = await tenant.auth0.users.listUsersByEmail({ email: row.admin });
    expect(user?.app_metadata).toBeUndefined();
    expect((await tenant.auth0.users.roles.list(user?.user_id ?? '')).data).toEqual([]);
    expect(await violations(tenant, name)).toEqual([]);
  });
});

test('an application with the scopes of `scopes --for onboard` and no others onboards and takes back', async () => {
  const listed = await scopes({ rootDir: tenant.project.rootDir, environment: 'local', for: 'onboard' });
  const client = await machineClient(tenant.auth0, tenant.emulator.domain, listed.ok ? listed.value.scopes : []);
  const connection = { domain: tenant.emulator.domain, ...client, caFile: tenant.emulator.caFile };
  const row = {
    organization: 'cyberdyne',
    admin: 'cy@cyberdyne.com',
    domains: 'cyberdyne.com',
    via: 'oin-test',
    attest: 'ok',
  };
  for (const grant of ['role', 'attribute']) {
    const given = await tenant.onboard({ customers: { row: { ...row, grant } }, connection });
    expect(states(outcomesOf(given))).toEqual(['ready']);
  }
  const invited = { organization: 'cyberdyne-2', admin: 'cy@cyberdyne.net', domains: 'cyberdyne.net', attest: 'ok' };
  for (const [of, isUndo, state] of [
    [invited, false, 'waiting for the invitation to be accepted'],
    [invited, true, 'undone'],
    [row, true, 'undone'],
  ] as const) {
    expect(states(outcomesOf(await tenant.onboard({ customers: { row: of }, connection, isUndo })))).toEqual([state]);
  }
});
