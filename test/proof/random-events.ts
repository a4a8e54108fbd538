import fc from 'fast-check';
import { isoAt, NOW_MS, OIN_CLIENT_ID } from '../support/events.ts';
import { NOTES } from './effects.ts';
import { AUDIENCE } from './oracle.ts';
import { DOMAIN_ENTRIES } from './oracle-domains.ts';
import type { Overrides } from './overrides.ts';

export const ORGANIZATIONS = ['org_acme000000000001', 'org_globex0000000001', 'org_Acme000000000001', ' '];
const FACTORS = [
  'otp',
  'webauthn-roaming',
  'webauthn-platform',
  'email',
  'phone',
  'recovery-code',
  'OTP',
  'push-notification',
];
const PROTOCOLS = [
  'oidc-implicit-profile',
  'oidc-hybrid-profile',
  'oauth2-refresh-token',
  'oauth2-token-exchange',
  'samlp',
];
const SCOPES = [
  'express_configure:sso',
  'express_configure:scim',
  'openid',
  'sso',
  'express_configure:',
  'EXPRESS_CONFIGURE:SSO',
];

/** Around every limit of the step-up's proof. */
const OFFSETS_MS = [0, -1, 1, -1_000, -29_999, -30_000, -30_001, 30_000, 30_001, -40_000, -40_001].concat([
  -299_999, -300_000, -300_001, -330_000, -330_001, -900_000,
]);
const instantMs = fc.constantFrom(...OFFSETS_MS).map((offset) => NOW_MS + offset);
const isoInstant = fc.oneof(
  { weight: 9, arbitrary: instantMs.map(isoAt) },
  { weight: 1, arbitrary: fc.constantFrom('', 'yesterday', '2026-03-02', NOW_MS, null, '9999-99-99T00:00:00Z') },
);

/** JSON of any shape, and what JSON.parse makes of prototype names. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      { length: 3 },
      [null, {}, [[]], 'constructor'],
      { toString: null, valueOf: null },
      JSON.parse('{"__proto__":{"is_admin":true,"org_id":"org_acme000000000001","scopes":["sso"]}}'),
      JSON.parse('{"constructor":{"prototype":{"is_admin":true}},"hasOwnProperty":1}'),
    ),
  },
);

const few = <Value>(values: fc.Arbitrary<Value>, maxLength = 3): fc.Arbitrary<Value[]> =>
  fc.array(values, { maxLength });
const oneOf = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const setOf = (values: string[]): fc.Arbitrary<string[]> => fc.subarray(values);

/** An element of `app_metadata.express_configure`, good or nearly so. */
export const adminEntry = fc.record(
  {
    org_id: oneOf(...ORGANIZATIONS, ORGANIZATIONS[0], ORGANIZATIONS[0], 1),
    scopes: oneOf(['sso'], ['scim'], ['sso', 'scim'], ['sso'], ['sso', 'sso'], [], ['SSO'], ['sso', 1], 'sso', {
      0: 'sso',
    }),
    expires_at: fc.oneof(isoInstant, fc.constant('2027-01-01T00:00:00Z')),
  },
  { requiredKeys: ['org_id', 'scopes'] },
);

const method = fc.record(
  {
    name: fc.constantFrom(
      'mfa',
      'mfa',
      'mfa',
      'pwd',
      'email',
      'federated',
      'passkey',
      'MFA',
      'sms',
      'https://a.example',
      '',
    ),
    type: fc.constantFrom(...FACTORS),
    timestamp: isoInstant,
  },
  { requiredKeys: ['name'] },
);

const domainEntry = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...DOMAIN_ENTRIES.filter((row) => 'normal' in row)) },
  { weight: 1, arbitrary: fc.constantFrom(...DOMAIN_ENTRIES) },
);
const spelling = fc
  .tuple(domainEntry, fc.constantFrom('', ' ', '\t', '\n', '\u00a0'), fc.constantFrom('', ' ', '\r\n'))
  .map(([{ entry }, before, after]) => `${before}${entry}${after}`);
const domainList = fc.oneof(
  few(spelling, 4).map((entries) => entries.join(',')),
  few(spelling, 4).map((entries) => `${entries.join(',')},`),
  few(spelling, 4).map((entries) => JSON.stringify(entries)),
  oneOf(
    '',
    ' , ,',
    '[]',
    ' [ "acme.com" ]',
    '["acme.com"',
    '["acme.com",1]',
    '["acme.com,initech.io"]',
    '"acme.com"',
    '{}',
  ),
);

/** Per field, what decides and what nearly does. */
const FIELDS: Record<string, fc.Arbitrary<unknown>> = {
  'secrets.OIN_CLIENT_IDS': oneOf(
    `other , ${OIN_CLIENT_ID}`,
    'other',
    `${OIN_CLIENT_ID}x`,
    '',
    ' , ',
    `${OIN_CLIENT_ID}\n`,
  ),
  'client.client_id': oneOf('other', ` ${OIN_CLIENT_ID}`, '', OIN_CLIENT_ID.toUpperCase(), [OIN_CLIENT_ID]),
  'transaction.protocol': oneOf(...PROTOCOLS, 'OIDC-BASIC-PROFILE', ['oidc-basic-profile']),
  'transaction.prompt': oneOf([], ['login'], ['none'], ['login', 'none'], 'none', ['NONE'], { 0: 'login' }),
  'transaction.requested_scopes': setOf(SCOPES),
  'organization.id': oneOf(...ORGANIZATIONS, ''),
  'user.email_verified': oneOf(false, 'true', 1, [true]),
  'user.email': oneOf('', ' ', null, 'admin@partner.example', ['admin@acme.com']),
  'user.user_id': oneOf('okta|acme|1', 'email|1', '', ' ', 7),
  'connection.strategy': oneOf('email', 'sms', 'okta', 'samlp', 'waad', 'auth0', 'google-oauth2', 'phone_number'),
  'authorization.roles': oneOf(
    ['EXPRESS_CONFIGURE_ADMIN_ROLE'],
    ['EXPRESS_CONFIGURE_ADMIN_ROLE', 'support'],
    ['express_configure_admin_role'],
    'EXPRESS_CONFIGURE_ADMIN_ROLE',
    [['EXPRESS_CONFIGURE_ADMIN_ROLE']],
  ),
  'user.app_metadata.express_configure': few(
    fc.oneof({ weight: 6, arbitrary: adminEntry }, { weight: 1, arbitrary: anyJson }),
  ),
  'user.app_metadata.is_admin': oneOf(true, 'true', 1),
  'user.enrolledFactors': few(fc.constantFrom(...FACTORS).map((type) => ({ type }))),
  'authentication.methods': few(fc.oneof({ weight: 8, arbitrary: method }, { weight: 1, arbitrary: anyJson })),
  [`transaction.metadata.${NOTES.stepUpAt}`]: fc.oneof(
    instantMs,
    oneOf(isoAt(NOW_MS), true, null, 0, -1, NOW_MS - 0.5),
  ),
  [`transaction.metadata.${NOTES.enrollAt}`]: fc.oneof(
    instantMs,
    oneOf(isoAt(NOW_MS), true, null, 0, -1, NOW_MS - 0.5),
  ),
  [`transaction.metadata.${NOTES.granted}`]: oneOf(false, 'true', 1, NOW_MS),
  'organization.metadata.domains': domainList,
  'organization.metadata.domains_2': domainList,
  'organization.metadata.domains_17': domainList,
  'organization.metadata.domains_1': domainList,
  'organization.metadata.domains_02': domainList,
  'organization.metadata.Domains': domainList,
};

const SECTIONS = [
  'authentication',
  'authorization',
  'client',
  'connection',
  'organization',
  'secrets',
  'transaction',
  'user',
];
const WHOLE = ['organization.metadata', 'transaction.metadata', 'user.app_metadata', ...SECTIONS];

const gone = fc.constant(undefined);
const inField = Object.entries(FIELDS).map(([path, values]) =>
  fc
    .oneof({ weight: 12, arbitrary: values }, { weight: 1, arbitrary: gone }, { weight: 1, arbitrary: anyJson })
    .map((value): [string, unknown] => [path, value]),
);
const inWhole = fc.tuple(fc.constantFrom(...WHOLE), fc.oneof(gone, anyJson));

/** A few changes to a login that would succeed: small enough that about half of the logins still do. */
export const changes: fc.Arbitrary<Overrides> = fc
  .array(fc.oneof({ weight: 12, arbitrary: fc.oneof(...inField) }, { weight: 1, arbitrary: inWhole }), { maxLength: 5 })
  .map((edits) => Object.fromEntries(edits.toSorted(([a], [b]) => a.length - b.length)));

/** Any JSON in every section, mostly with the audience that makes the Actions look at it. */
export const anyEvent: fc.Arbitrary<object> = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...SECTIONS, 'request', '__proto__'), anyJson),
    fc.oneof({ weight: 6, arbitrary: fc.constant({ identifier: AUDIENCE }) }, { weight: 1, arbitrary: anyJson }),
  )
  .map(([event, resource_server]) => ({ ...event, resource_server }));
