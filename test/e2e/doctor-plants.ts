import { OURS } from './deploy-rig.ts';
import { inDays, type Plant, together } from './doctor-plant.ts';
import { anotherAction, bound, changedAction } from './doctor-plants-actions.ts';
import {
  adaEntries,
  anotherOrganization,
  byRoleElsewhere,
  claimsPending,
  emailAdministrator,
  emailWithoutProvider,
  manyConnections,
  notMember,
  oktaOfAcme,
  oktaOfTwo,
  organizationConnection,
  patchAda,
  patchMetadata,
  roleOfOrganization,
  roleWithout,
  tenantWideRole,
  unnamedRole,
  unverifiedDomain,
  withoutRole,
} from './doctor-plants-customers.ts';
import {
  anotherApplication,
  classic,
  customDomain,
  databaseOfOin,
  identifierAndPassword,
  integratorOff,
  keyEnds,
  noUsableKey,
  patchClient,
  patchExpress,
  patchSettings,
  profile,
  twoUsableKeys,
  withoutConnections,
  withoutExpress,
  withoutFactor,
} from './doctor-plants-tenant.ts';
import { ADA } from './doctor-rig.ts';

const COMMANDS = `exports.onExecutePostLogin = async (event, api) => {
  api.authentication.challengeWith({ type: 'otp' });
  api.authentication.challengeWithAny([{ type: 'otp' }, { type: 'email' }]);
  api.authentication.enrollWith({ type: 'otp' });
};`;

const NOTHING = 'exports.onExecutePostLogin = async () => {};';

const REDIRECT = "exports.onExecutePostLogin = async (event, api) => api.redirect.sendUserTo('https://acme.com');";

const GLOBEX = { name: 'globex', metadata: { domains: 'acme.com' } };

const [STEP_UP = '', ENROLL = '', GRANT = '', DOMAINS = ''] = OURS;

const CHALLENGE =
  "exports.onExecutePostLogin = async (event, api) => api.authentication.challengeWith({ type: 'otp' });";

/** A code that doctor names, what makes it so, and the codes that follow from that. */
export type Planted = readonly [code: string, plant: Plant, ...besides: string[]];

/** All plants by the part of the tenant that they change: those of different parts do not touch one another. */
const PARTS: Record<string, readonly Planted[]> = {
  application: [
    ['APPLICATION_TYPE', patchClient('Acme SaaS', { app_type: 'native' }, { app_type: 'regular_web' })],
    ['APPLICATION_MISSING', patchClient('Acme SaaS', { name: 'Renamed' }, { name: 'Acme SaaS' })],
    ['ORGANIZATION_USAGE', patchClient('Acme SaaS', { organization_usage: 'deny' }, { organization_usage: 'allow' })],
    ['EXPRESS_CONFIGURATION_MISSING', withoutExpress],
    ['EXPRESS_CONFIGURATION_SEVERAL', anotherApplication],
    ['ADMIN_LOGIN_DOMAIN', together(customDomain(false), patchExpress({ admin_login_domain: 'login.acme.example' }))],
    ['CUSTOM_DOMAIN_UNUSED', customDomain(true)],
    ['ENABLE_CLIENT_OFF', patchExpress({ enable_client: false })],
    ['INTEGRATOR_CONNECTION_MISSING', integratorOff],
  ],
  'OIN client': [
    ['CONNECTION_NOT_IN_GIT', databaseOfOin],
    [
      'OIN_ORGANIZATION_USAGE',
      patchClient('Okta OIN', { organization_usage: 'deny' }, { organization_usage: 'require' }),
    ],
    [
      'OIN_ORGANIZATION_PROMPT',
      patchClient(
        'Okta OIN',
        { organization_require_behavior: 'no_prompt' },
        { organization_require_behavior: 'pre_login_prompt' },
      ),
    ],
    [
      'OIN_CONNECTION_MISSING',
      together(
        withoutConnections('Okta OIN'),
        patchClient(
          'Okta OIN',
          { organization_require_behavior: 'post_login_prompt' },
          { organization_require_behavior: 'pre_login_prompt' },
        ),
      ),
    ],
  ],
  'keys of the OIN client': [
    ['OIN_KEY_MISSING', noUsableKey],
    ['OIN_KEY_EXPIRED', keyEnds(inDays(-1))],
    ['OIN_KEY_EXPIRES_SOON', keyEnds(inDays(29))],
    ['OIN_KEY_SEVERAL', twoUsableKeys],
  ],
  profile: [
    [
      'MEMBERSHIP_OPTIONAL',
      profile(
        { organization: { assign_membership_on_login: 'optional', show_as_button: 'required' } },
        { organization: { assign_membership_on_login: 'required', show_as_button: 'required' } },
      ),
    ],
  ],
  flags: [
    [
      'APPLICATION_CONNECTIONS_ON',
      patchSettings({ flags: { enable_client_connections: true } }, { flags: { enable_client_connections: false } }),
    ],
    [
      'SCOPE_DESCRIPTIONS_OFF',
      patchSettings(
        { flags: { ['use_scope_descriptions_for_consent' as string]: false } },
        { flags: { ['use_scope_descriptions_for_consent' as string]: true } },
      ),
    ],
  ],
  settings: [
    [
      'CUSTOMIZE_MFA_OFF',
      patchSettings({ customize_mfa_in_postlogin_action: false }, { customize_mfa_in_postlogin_action: true }),
    ],
    ['DEFAULT_DIRECTORY_SET', patchSettings({ default_directory: 'saas-users' }, { default_directory: '' })],
    [
      'DEFAULT_AUDIENCE_SET',
      patchSettings({ default_audience: 'urn:auth0:express-configure' }, { default_audience: '' }),
    ],
  ],
  prompts: [
    ['CLASSIC_LOGIN', classic],
    ['IDENTIFIER_FIRST_OFF', identifierAndPassword],
  ],
  factors: [['FACTOR_NONE_ALLOWED', withoutFactor]],
  email: [
    ['EMAIL_PROVIDER_MISSING', emailWithoutProvider],
    ['ADMIN_WITHOUT_FACTOR', emailAdministrator],
  ],
  bindings: [
    ['ACTION_NOT_BOUND', bound([STEP_UP, ENROLL, DOMAINS])],
    ['ACTION_ORDER', bound([GRANT, STEP_UP, ENROLL, DOMAINS])],
    ['ACTION_BETWEEN', anotherAction(1, NOTHING)],
    ['ACTION_AFTER_REDIRECT', anotherAction(0, REDIRECT)],
    ['ACTION_BEFORE_REDIRECT', anotherAction(4, REDIRECT)],
    ['ACTION_BOUND_TWICE', bound([STEP_UP, ENROLL, GRANT, DOMAINS, GRANT])],
    ['ACTION_COMMAND_BUDGET', anotherAction(4, COMMANDS)],
    ['ACTION_CHALLENGES_EARLIER', anotherAction(0, CHALLENGE)],
  ],
  'code of our Actions': [
    ['ACTION_DRAFT', changedAction(3, () => ({ code: NOTHING }), false)],
    ['ACTION_CODE_DIFFERS', changedAction(3, () => ({ code: NOTHING }))],
    [
      'ACTION_OIN_CLIENT_IDS',
      changedAction(0, ({ code = '' }) => ({ code: code.replace(/\([0-9a-f]{8}\) /, '(0123abcd) ') })),
    ],
  ],
  role: [
    ['ROLE_MISSING', withoutRole],
    ['ROLE_PERMISSION_MISSING', roleWithout],
    ['ROLE_NOT_IN_POLICY', unnamedRole],
    ['ROLE_TENANT_WIDE', tenantWideRole],
    ['ROLE_OF_ORGANIZATION', roleOfOrganization],
  ],
  administrator: [
    [
      'ADMIN_ENTRY_MALFORMED',
      adaEntries(({ organizationId }) => [{ org_id: organizationId, scopes: 'sso' }]),
      'ORGANIZATION_WITHOUT_ADMIN',
    ],
    [
      'ADMIN_ENTRY_EXPIRED',
      adaEntries(({ organizationId }) => [
        { org_id: organizationId, scopes: ['sso'], expires_at: '2026-01-01T00:00:00Z' },
      ]),
      'ORGANIZATION_WITHOUT_ADMIN',
    ],
    [
      'ADMIN_ENTRY_ORGANIZATION',
      adaEntries(() => [{ org_id: 'org_gone', scopes: ['sso'] }]),
      'ORGANIZATION_WITHOUT_ADMIN',
    ],
    [
      'ADMIN_SEVERAL_ORGANIZATIONS',
      adaEntries(({ organizationId }) => [
        { org_id: organizationId, scopes: ['sso'] },
        { org_id: 'org_gone', scopes: ['sso'] },
      ]),
      'ADMIN_ENTRY_ORGANIZATION',
    ],
    ['ADMIN_SEVERAL_ORGANIZATIONS', byRoleElsewhere],
    ['ADMIN_NOT_MEMBER', notMember, 'ORGANIZATION_WITHOUT_ADMIN'],
    ['ADMIN_BLOCKED', patchAda({ blocked: true }, () => ({ blocked: false })), 'ORGANIZATION_WITHOUT_ADMIN'],
    [
      'ADMIN_UNVERIFIED',
      patchAda({ email_verified: false }, () => ({ email: ADA, email_verified: true })),
      'ORGANIZATION_WITHOUT_ADMIN',
    ],
    ['ORGANIZATION_WITHOUT_ADMIN', adaEntries(() => [])],
    ['ADMIN_BEFORE_PROOF', claimsPending],
  ],
  'connections of the organization': [
    ['ORGANIZATION_WITHOUT_CONNECTION', organizationConnection({ isThere: false, assigns: false })],
    ['MEMBERSHIP_ON_LOGIN', organizationConnection({ isThere: true, assigns: true })],
    ['CONNECTION_OF_SEVERAL_ORGANIZATIONS', oktaOfTwo, 'DOMAIN_ALIASES_DIFFER', 'ORGANIZATION_WITHOUT_ADMIN'],
    ['ORGANIZATION_OKTA_SEVERAL', oktaOfAcme(['okta-acme', 'okta-acme-2'], {})],
    ['ORGANIZATION_CONNECTION_LIMIT', manyConnections],
    ['ORGANIZATION_CONNECTION_NOT_ENABLED', oktaOfAcme(['okta-acme'], { isForApplication: false })],
    ['DOMAIN_ALIASES_DIFFER', oktaOfAcme(['okta-acme'], { aliases: ['acme.com'] })],
    ['SCIM_TOKEN_EXPIRES', oktaOfAcme(['okta-acme'], { scimSeconds: 86_400 })],
  ],
  'domains of the organization': [
    ['DOMAINS_INVALID', patchMetadata('acme.com, eu.acme.com, gmail.com')],
    ['DOMAINS_UNVERIFIED', unverifiedDomain],
  ],
  'other organizations': [
    [
      'ORGANIZATION_NAME',
      anotherOrganization({ name: 'glo_bex' }),
      'ORGANIZATION_WITHOUT_ADMIN',
      'ORGANIZATION_WITHOUT_CONNECTION',
    ],
    [
      'DOMAIN_SHARED',
      anotherOrganization(GLOBEX),
      'ORGANIZATION_WITHOUT_ADMIN',
      'ORGANIZATION_WITHOUT_CONNECTION',
      'DOMAINS_UNVERIFIED',
    ],
  ],
};

export const PLANTS: readonly Planted[] = Object.values(PARTS).flat();

/** The same plants in few rounds, each with at most one of each part. */
export const ROUNDS: readonly (readonly Planted[])[] = Array.from(
  { length: Math.max(...Object.values(PARTS).map(({ length }) => length)) },
  (_, round) => Object.values(PARTS).flatMap((plants) => plants.slice(round, round + 1)),
);
