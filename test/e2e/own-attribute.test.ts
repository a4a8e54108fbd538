/** A project whose administrators have another attribute: from `npm run onboard` to the token, and back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, UserAgent } from '../../emulator/index.ts';
import { ADOPTIONS, type Adoption, adopt, OTHER_SHAPE } from '../support/adopter.ts';
import { MINUTE_MS, reportOf, runOn } from './deploy-rig.ts';
import { type OnboardRig, onboardRig, outcomesOf } from './onboard-rig.ts';

const TOTP = 'JBSWY3DPEHPK3PXP';
const PERSON = { username: 'ida@umbrella-corp.com', password: 'a long pass phrase of Ida', totpSecret: TOTP };

interface Case {
  adoption: Adoption;
  key: string;
  /** The attribute that gives SSO in these organizations. */
  attribute: (...organizations: string[]) => unknown;
}

describe.each<[string, Case]>([
  [
    'under another key',
    {
      adoption: ADOPTIONS['another attribute'],
      key: 'sso_admins',
      attribute: (...ids) => ids.map((id) => ({ org_id: id, scopes: ['sso'] })),
    },
  ],
  [
    'of another shape',
    {
      adoption: OTHER_SHAPE,
      key: 'admin_of',
      attribute: (...ids) => Object.fromEntries(ids.map((id) => [id, ['sso']])),
    },
  ],
])('an attribute %s', (_what, { adoption, key, attribute }) => {
  let tenant: OnboardRig;
  let userId = '';
  let umbrella = '';
  beforeAll(async () => {
    tenant = await onboardRig();
    await adopt(tenant.project.rootDir, adoption);
    reportOf(await tenant.deploy());
    const user = { connection: 'saas-users', email: PERSON.username, password: PERSON.password, email_verified: true };
    const made = await tenant.auth0.users.create({ ...user, app_metadata: { plan: 'gold' } });
    userId = made.user_id ?? '';
    await tenant.auth0.users.authenticationMethods.create(userId, { type: 'totp', totp_secret: TOTP });
  }, MINUTE_MS);
  afterAll(() => tenant.close());

  const metadata = async () => (await tenant.auth0.users.get(userId)).app_metadata;
  const rowOf = (organization: string) => ({
    organization,
    admin: userId,
    domains: `${organization}-corp.com`,
    grant: 'attribute',
    scopes: 'sso',
    attest: 'contract 4711',
  });
  const onboard = async (organization: string, isUndo = false) =>
    outcomesOf(await tenant.onboard({ customers: { row: rowOf(organization) }, isUndo }))[0];

  test('is written by onboarding, beside what the user has, and counts', async () => {
    expect(await onboard('umbrella')).toMatchObject({ state: 'ready' });
    umbrella = (await tenant.auth0.organizations.getByName('umbrella')).id ?? '';
    expect(await metadata()).toEqual({ plan: 'gold', [key]: attribute(umbrella) });
    expect((await onboard('umbrella'))?.steps.at(-1)).toMatchObject({
      name: 'attribute of the administrator',
      status: 'there',
    });
  });

  test('grants its scope in a login, and no other', async () => {
    const { okta } = tenant.emulator;
    const person = { ...PERSON, organization: 'umbrella' };
    const { callback } = await signIn(new UserAgent(okta.redirectUri), await okta.begin({}), person);
    const { claims } = await okta.complete(callback);
    expect(claims).toMatchObject({ scope: 'openid express_configure:sso', org_id: umbrella });
  });

  test('is what doctor reads, of one person and of all', async () => {
    const one = await runOn(tenant, 'doctor', '--org', 'umbrella', '--user', PERSON.username, '--json');
    const { explanations, findings } = JSON.parse(one.stdout);
    expect(explanations).toMatchObject([{ okta: 'success', user: { attribute: key, entries: 1 } }]);
    expect(findings.map(({ code }: { code: string }) => code)).not.toContainEqual(expect.stringMatching(/^ADMIN_/));

    await tenant.auth0.users.update(userId, { app_metadata: { [key]: 'yes' } });
    const all = await runOn(tenant, 'doctor', '--json');
    const [malformed] = JSON.parse(all.stdout).findings.filter(
      ({ code }: { code: string }) => code === 'ADMIN_ENTRY_MALFORMED',
    );
    expect(malformed.fix).toContain(`{"app_metadata":{"${key}":…}}`);
    const [outcome] = outcomesOf(await tenant.onboard({ customers: { row: rowOf('umbrella') } }));
    expect(outcome).toMatchObject({ state: 'failed', failure: { code: 'CUSTOMER_ADMIN' } });
    expect(outcome?.failure?.expected).toContain(`app_metadata.${key}`);

    await tenant.auth0.users.update(userId, { app_metadata: { [key]: attribute(umbrella, 'org_gone') } });
    const several = JSON.parse((await runOn(tenant, 'doctor', '--json')).stdout).findings;
    expect(several.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['ADMIN_ENTRY_ORGANIZATION', 'ADMIN_SEVERAL_ORGANIZATIONS']),
    );
    await tenant.auth0.users.update(userId, { app_metadata: { [key]: attribute(umbrella) } });
  });

  test('is taken back of one organization, and stays of the other', async () => {
    expect(await onboard('hooli')).toMatchObject({ state: 'ready' });
    const hooli = (await tenant.auth0.organizations.getByName('hooli')).id ?? '';
    expect(await metadata()).toEqual({ plan: 'gold', [key]: attribute(umbrella, hooli) });
    expect(await onboard('umbrella', true)).toMatchObject({ state: 'undone' });
    expect(await metadata()).toEqual({ plan: 'gold', [key]: attribute(hooli) });
    const everybody = { customers: { row: { organization: 'hooli' } }, isUndo: true };
    expect(outcomesOf(await tenant.onboard(everybody))).toMatchObject([{ state: 'undone' }]);
    expect(await metadata()).toEqual({ plan: 'gold', [key]: attribute() });
  });

  test('that the policy does not read is a failure by name', async () => {
    await tenant.project.edit('actions/policy.ts', '    organizationAdmin(attribute),\n', '');
    expect(await onboard('umbrella')).toMatchObject({ state: 'failed', failure: { code: 'RIGHT_NOT_COUNTED' } });
  });
});
