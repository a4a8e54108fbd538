import {
  enterpriseLogin,
  linkedEnterpriseLogin,
  plainMember,
  requesting,
  unverifiedEmail,
  usernameOnly,
} from '../cases.ts';
import { administratorMetadata, type EventNames } from '../event-names.ts';
import type { EventChange } from '../login-event.ts';
import { ACME, casesOf } from '../named-cases.ts';
import type { CatalogueEvent, Expected } from './catalogue-event.ts';

const ALL: Expected = { allowed: ['sso', 'scim'] };
const NOT_AUTHORIZED: Expected = { denied: ['EC_NOT_AUTHORIZED'] };

/** Returns who logs in, and what they ask for. */
export function policyEvents(names: EventNames): CatalogueEvent[] {
  const { key, valueFor } = names.attribute;
  const { adminByRole, otherOrganization } = casesOf(names);
  const withValue = (value: unknown): EventChange => ({ user: { app_metadata: { [key]: value } } });
  const entry = (fields: Record<string, unknown>): EventChange =>
    withValue([{ org_id: ACME, scopes: ['sso', 'scim'], ...fields }]);
  return [
    {
      name: 'admin-by-attribute',
      description: 'an admin of this organization by app_metadata asks for both scopes',
      changes: [],
      expected: ALL,
    },
    ...(names.adminRole === undefined
      ? []
      : [
          {
            name: 'admin-by-role',
            description: `a holder of ${names.adminRole} in this organization asks for both scopes`,
            changes: [adminByRole],
            expected: ALL,
          },
        ]),
    {
      name: 'plain-member',
      description: 'a member with neither attribute nor role',
      changes: [plainMember],
      expected: NOT_AUTHORIZED,
    },
    {
      name: 'wrong-organization',
      description: 'an admin of one organization logs in to another one',
      changes: [otherOrganization],
      expected: NOT_AUTHORIZED,
    },
    ...(valueFor === undefined
      ? entryEvents(entry)
      : [
          {
            name: 'malformed-entry',
            description: 'the admin’s attribute is a text instead of what it should be',
            changes: [withValue('sso')],
            expected: NOT_AUTHORIZED,
          },
        ]),
    {
      name: 'flagged-admin',
      description: 'app_metadata.is_admin is true, and nothing says of which organization',
      changes: [plainMember, { user: { app_metadata: { is_admin: true } } }],
      expected: NOT_AUTHORIZED,
    },
    {
      name: 'flagged-admin-elsewhere',
      description: 'app_metadata.is_admin is true, given by another organization than this one',
      changes: [plainMember, { user: { app_metadata: { is_admin: true } } }, otherOrganization],
      expected: NOT_AUTHORIZED,
    },
    {
      name: 'hostile-metadata',
      description: 'app_metadata is full of prototype names, wrong types and 100 kB of text',
      changes: [plainMember, { user: { app_metadata: hostile(key) } }],
      expected: NOT_AUTHORIZED,
    },
    {
      name: 'unverified-email',
      description: 'an admin who has not verified their address',
      changes: [unverifiedEmail],
      expected: { denied: ['EC_UNVERIFIED_EMAIL'] },
    },
    {
      name: 'enterprise-login',
      description: 'an admin through an enterprise connection, whose address nobody verified',
      changes: [enterpriseLogin],
      expected: ALL,
    },
    {
      name: 'enterprise-member',
      description: 'a plain member through an enterprise connection, with another company’s address, unverified',
      changes: [plainMember, enterpriseLogin, { user: { email: 'mel@partner.example' } }],
      expected: NOT_AUTHORIZED,
    },
    {
      name: 'linked-enterprise-login',
      description: 'an admin through an enterprise identity that is linked to an unverified database account',
      changes: [linkedEnterpriseLogin],
      expected: ALL,
    },
    {
      name: 'linked-database-login',
      description: 'an admin through an unverified database account to which an enterprise identity is linked',
      changes: [
        linkedEnterpriseLogin,
        { connection: { id: 'con_0000000000000001', name: 'admins', strategy: 'auth0' } },
      ],
      expected: { denied: ['EC_UNVERIFIED_EMAIL'] },
    },
    {
      name: 'entra-login',
      description: 'an admin through Entra ID, whose connection may be open to every Microsoft account',
      changes: [enterpriseLogin, { connection: { name: 'acme-entra', strategy: 'waad' } }],
      expected: { denied: ['EC_UNVERIFIED_EMAIL'] },
    },
    {
      name: 'username-only',
      description: 'an admin whose account has a user name and no address',
      changes: [usernameOnly],
      expected: ALL,
    },
    {
      name: 'verified-enterprise-login',
      description: 'an admin through an enterprise connection that says the address is verified',
      changes: [enterpriseLogin, { user: { email_verified: true } }],
      expected: ALL,
    },
    {
      name: 'sso-only',
      description: 'an admin asks for SSO alone',
      changes: [requesting('openid', 'express_configure:sso')],
      expected: { allowed: ['sso'] },
    },
    {
      name: 'scim-only',
      description: 'an admin asks for SCIM alone',
      changes: [requesting('openid', 'express_configure:scim')],
      expected: { allowed: ['scim'] },
    },
    {
      name: 'no-scope-requested',
      description: 'an admin’s Okta asks for neither scope',
      changes: [requesting('openid')],
      expected: ALL,
    },
    {
      name: 'scope-not-permitted',
      description: 'an admin for SSO alone asks for SCIM alone',
      changes: [
        { user: { app_metadata: administratorMetadata(names.attribute, ACME, ['sso']) } },
        requesting('openid', 'express_configure:scim'),
      ],
      expected: { denied: ['EC_SCOPE_NONE'] },
    },
  ];
}

/** Events of a list's entries, which other shapes do not have. */
const entryEvents = (entry: (fields: Record<string, unknown>) => EventChange): CatalogueEvent[] => [
  {
    name: 'expired-entry',
    description: 'the admin’s entry ended a second ago',
    changes: [entry({ expires_at: '2026-03-02T09:59:59Z' })],
    expected: NOT_AUTHORIZED,
  },
  {
    name: 'expiring-entry',
    description: 'the admin’s entry ends in a minute',
    changes: [entry({ expires_at: '2026-03-02T10:01:00Z' })],
    expected: ALL,
  },
  {
    name: 'malformed-entry',
    description: 'the admin’s entry names a scope that there is not',
    changes: [entry({ scopes: ['sso', 'admin'] })],
    expected: NOT_AUTHORIZED,
  },
];

function hostile(key: string): Record<string, unknown> {
  // JSON.parse makes own properties of these names, as a user's metadata from the wire has.
  return JSON.parse(
    `{"__proto__":{"is_admin":true},"constructor":{"prototype":{"is_admin":true}},"is_admin":"true","hasOwnProperty":1,
      "${key}":[null,1,"${ACME}",[[]],{"org_id":["${ACME}"],"scopes":"sso"},{"__proto__":{"org_id":"${ACME}","scopes":["sso"]}},
      {"org_id":"${ACME}","scopes":{"length":1,"0":"sso"}}],"note":"${'x'.repeat(100_000)}"}`,
  );
}
