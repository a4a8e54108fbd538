import { describe, expect, test } from 'vitest';
import { organizationAdmin } from '../../../../library/organization-admin.ts';
import { role } from '../../../../library/rules.ts';
import type { PlanEntry } from '../../../../scripts/lib/plan/plan.ts';
import { authenticationCheck } from '../../../../scripts/lib/verify/credential.ts';
import { entryChecks } from '../../../../scripts/lib/verify/entry-checks.ts';
import { acceptedScopes } from '../../../../scripts/lib/verify/roles.ts';
import { policy } from '../../../fixture/project/actions/policy.ts';

const NOW_MS = Date.parse('2026-01-01T12:00:00Z');

describe('a role, asked of the policy', () => {
  test('is accepted by its name alone', () => {
    expect(acceptedScopes(policy, 'EXPRESS_CONFIGURE_ADMIN_ROLE', ['sso', 'scim'], NOW_MS)).toEqual(['sso', 'scim']);
    expect(acceptedScopes(policy, 'Express_Configure_Admin_Role', ['sso', 'scim'], NOW_MS)).toEqual([]);
  });

  test('is accepted for the scopes that the policy names with it', () => {
    const scimOnly = { forbid: [], permit: [organizationAdmin(), role(['Provisioning'], ['scim'])] };
    expect(acceptedScopes(scimOnly, 'Provisioning', ['sso', 'scim'], NOW_MS)).toEqual(['scim']);
    expect(acceptedScopes(scimOnly, 'Provisioning', ['sso'], NOW_MS)).toEqual([]);
  });

  test('is not accepted where a rule forbids it', () => {
    const forbidding = { ...policy, forbid: [role(['EXPRESS_CONFIGURE_ADMIN_ROLE'], ['sso'])] };
    expect(acceptedScopes(forbidding, 'EXPRESS_CONFIGURE_ADMIN_ROLE', ['sso'], NOW_MS)).toEqual([]);
  });
});

describe('the OIN client', () => {
  const keyed = { private_key_jwt: { credentials: [] } };

  test('authenticates with a key, even before there is one', () => {
    expect(authenticationCheck({ client_authentication_methods: keyed })).toEqual({
      name: 'OIN client authentication',
      status: 'ok',
      detail: 'private_key_jwt',
    });
  });

  test('fails where it has a secret instead, as auth0-deploy-cli leaves it', () => {
    const check = authenticationCheck({ token_endpoint_auth_method: 'client_secret_post' });
    expect([check.status, check.detail]).toEqual(['failed', 'expected private_key_jwt, found client_secret_post']);
    expect(authenticationCheck({ client_authentication_methods: {} }).detail).toBe(
      'expected private_key_jwt, found none',
    );
  });
});

describe('an entry of tenant.yaml', () => {
  const entry = (section: string, field: string, change: PlanEntry['change'] = 'changed'): PlanEntry => ({
    section,
    name: 'x',
    change,
    fields: [{ field, old: 1, new: 2 }],
    tenantWide: false,
  });
  const statuses = (...entries: PlanEntry[]) =>
    entryChecks(entries, new Map(), 'x').map(
      ({ name, status, detail }) => `${status} ${name}${detail && `: ${detail}`}`,
    );

  test('fails where an administrator could get more, or nothing, by the difference', () => {
    expect(statuses(entry('roles', 'permissions'), entry('clients', 'express_configuration.enable_client'))).toEqual([
      'failed roles "x": permissions: expected 2, found 1',
      'ok clients "x"',
      'failed clients "x" express_configuration: express_configuration.enable_client: expected 2, found 1',
    ]);
  });

  test('differs where nobody gets more by it, and is a note where it can not be read back', () => {
    expect(statuses(entry('connectionProfiles', 'organization'), entry('emailTemplates', 'x', 'unread'))).toEqual([
      'differs connectionProfiles "x": organization: expected 2, found 1',
      'note emailTemplates "x": can not be read back',
    ]);
    expect(statuses(entry('roles', 'description'), entry('tenant', 'friendly_name'))).toEqual([
      'differs roles "x": description: expected 2, found 1',
      'differs tenant "x": friendly_name: expected 2, found 1',
    ]);
  });

  test('of an Action is looked at part by part', () => {
    const wrong = statuses(entry('actions', 'runtime')).filter((line) => line.startsWith('failed'));
    expect(wrong).toEqual(['failed actions "x" runtime: runtime: expected 2, found 1']);
  });

  test('is none where only the tenant has it', () => {
    expect(statuses(entry('roles', 'x', 'unmanaged'))).toEqual([]);
  });
});
