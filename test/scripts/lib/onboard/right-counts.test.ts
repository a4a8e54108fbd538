import type { ManagementClient } from 'auth0';
import { expect, test } from 'vitest';
import { organizationAdmin } from '../../../../library/organization-admin.ts';
import { all, type Policy, type Rule, role } from '../../../../library/rules.ts';
import type { Scope } from '../../../../library/scopes.ts';
import type { Customer } from '../../../../scripts/lib/onboard/customer.ts';
import { requireRightCounts } from '../../../../scripts/lib/onboard/right-counts.ts';

const organization = { id: 'org_umbrella', name: 'umbrella', metadata: {} };
const ADMIN = { id: 'rol_admin', name: 'oin-admin' };

/** What comes of a user of umbrella under these rules; `undefined` where the right counts. */
async function failureOf(
  permit: readonly Rule[] | undefined,
  grant: 'attribute' | 'role',
  options: { scopes?: Scope[]; user?: object; role?: typeof ADMIN } = {},
) {
  const policy: Policy | undefined = permit && { forbid: [() => true], permit };
  const user = { user_id: 'auth0|ida', email: 'ida@umbrella-corp.com', email_verified: true, ...options.user };
  const api = { users: { get: () => Promise.resolve(user) } } as unknown as ManagementClient;
  const customer = { name: 'umbrella', grant, scopes: options.scopes ?? ['sso'] } as unknown as Customer;
  const tenant = { policy, ...(grant === 'role' && { role: options.role ?? ADMIN }) };
  const result = await requireRightCounts(
    { api },
    customer,
    { userId: 'auth0|ida', isNew: false },
    { organization, tenant },
    0,
  );
  return result.ok ? undefined : result.failures.map(({ code, found }) => `${code} ${found}`).join();
}

const entries = (...scopes: Scope[]) => ({
  app_metadata: { express_configure: [{ org_id: organization.id, scopes }] },
});

test('an attribute counts by a rule that reads it, with every scope that was given', async () => {
  expect(await failureOf([organizationAdmin()], 'attribute', { user: entries('sso') })).toBeUndefined();
  expect(await failureOf([organizationAdmin()], 'attribute', { scopes: ['sso', 'scim'], user: entries('sso') })).toBe(
    'RIGHT_NOT_COUNTED no scim by the attribute',
  );
});

test('an attribute that no rule reads does not count', async () => {
  const own: Rule = ({ user }) => user.app_metadata.admin_of === organization.id;
  expect(await failureOf([own, role(['oin-admin'], ['sso'])], 'attribute', { user: entries('sso') })).toBe(
    'RIGHT_NOT_COUNTED no sso by the attribute',
  );
  expect(
    await failureOf([own], 'attribute', { user: { app_metadata: { admin_of: organization.id } } }),
  ).toBeUndefined();
});

test('a role counts by its name, whichever scopes the policy gives it', async () => {
  expect(await failureOf([role(['oin-admin'], ['scim'])], 'role')).toBeUndefined();
  expect(await failureOf([role(['another'], ['sso'])], 'role')).toBe(
    'RIGHT_NOT_COUNTED no sso, scim by role "oin-admin"',
  );
});

test('a rule about the person is asked about that person', async () => {
  const isVerified: Rule = ({ user }) => user.email_verified;
  const rules = [all(role(['oin-admin'], ['sso']), isVerified)];
  expect(await failureOf(rules, 'role')).toBeUndefined();
  expect(await failureOf(rules, 'role', { user: { email_verified: false } })).toContain('RIGHT_NOT_COUNTED');
});

test('a rule about the connection is asked about the one that the account is in', async () => {
  const identities = [{ connection: 'umbrella-okta', provider: 'okta', user_id: 'ida', isSocial: false }];
  const isOkta: Rule = ({ connection }) => connection.strategy === 'okta' && connection.name === 'umbrella-okta';
  const rules = [all(role(['oin-admin'], ['sso']), isOkta)];
  expect(await failureOf(rules, 'role', { user: { user_id: 'okta|umbrella-okta|ida', identities } })).toBeUndefined();
  expect(await failureOf(rules, 'role')).toContain('RIGHT_NOT_COUNTED');
});

test('a rule that throws and a policy that does not load count nothing', async () => {
  const broken: Rule = () => {
    throw new Error('canary');
  };
  expect(await failureOf([role(['oin-admin'], ['sso']), broken], 'role')).toContain('RIGHT_NOT_COUNTED');
  expect(await failureOf(undefined, 'role')).toBe('RIGHT_NOT_COUNTED a policy that does not load');
});
