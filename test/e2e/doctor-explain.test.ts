import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { doctor } from '../../scripts/commands/doctor/run.ts';
import type { Explanation } from '../../scripts/lib/doctor/explain/explain.ts';
import { renderFailures } from '../../scripts/lib/render.ts';
import { clientNamed, MINUTE_MS, runOn } from './deploy-rig.ts';
import { ADA, type DoctorRig, healthyRig } from './doctor-rig.ts';

const PASSWORD = 'correct horse battery';
const TOTP = 'JBSWY3DPEHPK3PXP';

let tenant: DoctorRig;
beforeAll(async () => {
  tenant = await healthyRig();
  tenant.emulator.okta.connect((await clientNamed(tenant.auth0, 'Okta OIN')).client_id ?? '');
}, MINUTE_MS);
afterAll(() => tenant.close());

async function explained(user = ADA, organization = 'acme'): Promise<Explanation> {
  const { explanations } = await tenant.doctor({ organization, user });
  const [explanation] = explanations;
  if (explanation === undefined) throw new Error('nothing explained');
  return explanation;
}

/** A login as Okta asks for it; its claims, or what the tenant says instead. */
async function loggedIn(username = ADA) {
  const { okta } = tenant.emulator;
  const agent = new UserAgent(okta.redirectUri);
  const start = await okta.begin({ scope: 'express_configure:sso express_configure:scim' });
  const person = { organization: 'acme', username, password: PASSWORD, totpSecret: TOTP };
  const { callback } = await signIn(agent, start, person);
  const denial = callback.searchParams.get('error_description');
  return denial === null ? { claims: (await okta.complete(callback)).claims } : { denial };
}

const codes = ({ reasons }: Explanation) => reasons.map(({ code }) => code);

describe('one who may', () => {
  test('is told the token that the login then gives', async () => {
    const explanation = await explained();
    const { claims } = await loggedIn();
    const { iat: _, exp: __, ...rest } = claims ?? {};
    expect(explanation.token).toEqual(rest);
    expect(explanation).toMatchObject({
      okta: 'success',
      granted: ['express_configure:sso', 'express_configure:scim'],
      reasons: [],
      tenant: [],
      stepUp: { kind: 'challenge', factors: ['otp'], emailFirst: false },
      domains: { passed: ['EC_DOMAINS_SET'], aliases: ['acme.com', 'eu.acme.com'] },
    });
    expect(await explained(tenant.adaId)).toEqual(explanation);
    expect(await explained(ADA, tenant.organizationId)).toEqual(explanation);
  });

  test('with a role for it is told the same', async () => {
    const { auth0, organizationId, adaId } = tenant;
    const { data } = await auth0.roles.list({ name_filter: 'EXPRESS_CONFIGURE_ADMIN_ROLE' });
    const roles = [data[0]?.id ?? ''];
    await auth0.users.update(adaId, { app_metadata: { express_configure: null } });
    await auth0.organizations.members.roles.assign(organizationId, adaId, { roles });
    const explanation = await explained();
    await auth0.organizations.members.roles.delete(organizationId, adaId, { roles });
    await flag([{ org_id: organizationId, scopes: ['sso', 'scim'] }]);
    expect(explanation).toMatchObject({
      okta: 'success',
      user: { roles: ['EXPRESS_CONFIGURE_ADMIN_ROLE'], entries: 0 },
    });
  });

  test('and has no factor is told which can be enrolled', async () => {
    const { auth0, adaId } = tenant;
    await auth0.users.authenticationMethods.deleteAll(adaId);
    const { stepUp, okta } = await explained();
    await auth0.users.authenticationMethods.create(adaId, { type: 'totp', totp_secret: TOTP });
    expect(okta).toBe('success');
    expect(stepUp).toEqual({
      kind: 'enroll',
      factors: ['otp', 'webauthn-roaming', 'webauthn-platform'],
      emailFirst: false,
      after: [],
      denied: [],
    });
  });
});

const flag = (entries: unknown) =>
  tenant.auth0.users.update(tenant.adaId, { app_metadata: { express_configure: entries } });

describe('one who may not is told the code that the login ends with', () => {
  const own = () => [{ org_id: tenant.organizationId, scopes: ['sso', 'scim'] }];
  const metadata = (domains: string) =>
    tenant.auth0.organizations.update(tenant.organizationId, { metadata: { domains } });

  test.each<[string, { now(): Promise<unknown>; back(): Promise<unknown> }]>([
    ['EC_NOT_AUTHORIZED', { now: () => flag([{ org_id: 'org_other', scopes: ['sso'] }]), back: () => flag(own()) }],
    [
      'EC_UNVERIFIED_EMAIL',
      {
        now: () => tenant.auth0.users.update(tenant.adaId, { email_verified: false }),
        back: () => tenant.auth0.users.update(tenant.adaId, { email_verified: true }),
      },
    ],
    [
      'EC_DOMAINS_INVALID',
      { now: () => metadata('acme.com, gmail.com'), back: () => metadata('acme.com, eu.acme.com') },
    ],
  ])('%s', async (code, change) => {
    await change.now();
    const explanation = await explained();
    const { denial } = await loggedIn();
    await change.back();
    expect(denial).toBe(`Access denied (${code})`);
    expect([explanation.okta, codes(explanation)]).toEqual(['403', [code]]);
    expect(explanation.token).toBeUndefined();
  });

  test('before any Action: blocked, no member, a connection that is not enabled there', async () => {
    const { auth0, adaId, organizationId, databaseId } = tenant;
    await auth0.users.update(adaId, { blocked: true });
    await auth0.organizations.members.delete(organizationId, { members: [adaId] });
    await auth0.organizations.enabledConnections.delete(organizationId, databaseId);
    const explanation = await explained();
    await auth0.organizations.enabledConnections.add(organizationId, { connection_id: databaseId });
    await auth0.organizations.members.create(organizationId, { members: [adaId] });
    await auth0.users.update(adaId, { blocked: false });
    expect([explanation.okta, codes(explanation)]).toEqual([
      '403',
      ['USER_BLOCKED', 'NOT_A_MEMBER', 'CONNECTION_NOT_ENABLED'],
    ]);
  });

  test('where Actions can not ask for a factor', async () => {
    const customize = (isOn: boolean) =>
      tenant.auth0.tenants.settings.update({ customize_mfa_in_postlogin_action: isOn });
    await customize(false);
    const explanation = await explained();
    await customize(true);
    expect([explanation.okta, codes(explanation)]).toEqual(['403', ['EC_MFA_MISSING']]);
    expect(explanation.stepUp).toMatchObject({ kind: 'challenge', denied: ['EC_MFA_MISSING'] });
  });

  test('with every code of the decision, and what each is about', async () => {
    await tenant.auth0.users.update(tenant.adaId, { email_verified: false, app_metadata: { express_configure: [] } });
    const explanation = await explained();
    await tenant.auth0.users.update(tenant.adaId, { email_verified: true, app_metadata: { express_configure: own() } });
    expect(explanation.reasons.map(({ code, requirement }) => [code, requirement])).toEqual([
      ['EC_UNVERIFIED_EMAIL', 'T12'],
      ['EC_NOT_AUTHORIZED', 'R21'],
    ]);
  });
});

test('where Okta has no usable key, that is its 503, whoever asks', async () => {
  const { auth0 } = tenant;
  const { client_id: id = '' } = await clientNamed(auth0, 'Okta OIN');
  const keys = await auth0.clients.credentials.list(id);
  const assign = (credentials: { id: string }[]) =>
    auth0.clients.update(id, { client_authentication_methods: { private_key_jwt: { credentials } } });
  await assign([]);
  const explanation = await explained();
  await assign(keys.map((key) => ({ id: key.id ?? '' })));
  expect(explanation).toMatchObject({ okta: '503', reasons: [], tenant: ['OIN_KEY_MISSING'] });
  expect(explanation.token).toBeUndefined();
});

describe('the command', () => {
  test('prints the decision and the token, and exits 0', async () => {
    const { code, stdout, stderr } = await runOn(tenant, 'doctor', '--org', 'acme', '--user', ADA);
    expect(stdout).toContain(`\n${ADA} in "acme": Express Configuration would succeed\n`);
    expect(stdout).toContain('\n  second factor: otp\n  domains: acme.com, eu.acme.com\n  access token\n    {\n');
    expect(stdout).toContain('"aud": "urn:auth0:express-configure",\n');
    expect(stderr).toContain('reading organization 1 of 1\n');
    expect(code).toBe(0);
  });

  test('exits 2 where someone must act, and says why in JSON', async () => {
    await flag([]);
    const { code, stdout } = await runOn(tenant, 'doctor', '--org', 'acme', '--user', ADA, '--json');
    await flag([{ org_id: tenant.organizationId, scopes: ['sso', 'scim'] }]);
    const report = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(report.explanations[0].reasons).toEqual([
      {
        code: 'EC_NOT_AUTHORIZED',
        requirement: 'R21',
        means: 'No rule of actions/policy.ts permits the user in this organization.',
        fix: 'Write app_metadata.express_configure for this organization, or give the role in it.',
      },
    ]);
    expect(report).toMatchObject({ needsSomeone: true, organizations: { looked: 1, total: 1, isNamed: true } });
  });

  test('fails for an organization or a user that is not there, and for a user of no organization', async () => {
    const failing = async (options: { organization: string; user?: string }) => {
      const { emulator, project } = tenant;
      const connection = { domain: emulator.domain, ...emulator.deployClient, caFile: emulator.caFile };
      const result = await doctor({ rootDir: project.rootDir, environment: 'local', connection, nowMs: 0, ...options });
      return result.ok ? '' : renderFailures(result.failures);
    };
    expect(await failing({ organization: 'globex' })).toBe(
      'ORGANIZATION_UNKNOWN expected organization "globex" on the tenant, found nothing of that name\n' +
        'Fix: Check the spelling, and --env.\n',
    );
    expect(await failing({ organization: 'acme', user: 'bob@acme.com' })).toMatch(/^USER_UNKNOWN expected user "bob@/);
    const { code, stderr } = await runOn(tenant, 'doctor', '--user', ADA);
    expect([code, stderr.split('\n')[0]]).toEqual([
      1,
      'error: --user needs --org: what someone may depends on the organization',
    ]);
  });
});
