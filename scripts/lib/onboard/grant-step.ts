import type { DomainRules } from '../domains/domain-rules.ts';
import type { Organization } from '../domains/organization.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { collect } from '../tenant/read.ts';
import type { Customer } from './customer.ts';
import { type CustomerRun, ensure } from './customer-run.ts';
import { requireProven } from './domains-step.ts';
import { foreignAttribute } from './foreign-attribute.ts';
import type { AccountConnection, OnboardingTenant } from './onboarding-tenant.ts';
import { isMember, type Person } from './person-step.ts';
import { readAttribute } from './right-holders.ts';
import type { ClaimResult } from './run-claim.ts';
import { isInvitedInto } from './sign-up.ts';

export interface GrantOptions {
  tenant: OnboardingTenant;
  rules: DomainRules;
  organization: Organization;
  connection: AccountConnection | undefined;
}

/** The right, last of all: what it rests on is read once more just before. */
export async function ensureGrant(
  run: CustomerRun,
  customer: Customer,
  person: Person,
  options: GrantOptions,
): Promise<ClaimResult<unknown>> {
  const { organization } = options;
  const { api } = run;
  const { role } = options.tenant;
  if (customer.grant === 'attribute' || role === undefined) return ensureAttribute(run, customer, person, options);
  const { roles } = api.organizations.members;
  return ensure(run, {
    name: 'role in the organization',
    detail: role.name,
    find: async () =>
      ok(
        (await collect(roles.list(organization.id, person.userId, { per_page: 50 }))).find(({ id }) => id === role.id),
      ),
    async make() {
      const isReady = await requireReady(run, customer, person, options);
      if (!isReady.ok) return isReady;
      return ok(await roles.assign(organization.id, person.userId, { roles: [role.id] }));
    },
  });
}

async function ensureAttribute(
  run: CustomerRun,
  customer: Customer,
  person: Person,
  options: GrantOptions,
): Promise<ClaimResult<unknown>> {
  const { id } = options.organization;
  const { attribute } = options.tenant;
  const { scopes } = customer;
  return ensure(run, {
    name: 'attribute of the administrator',
    detail: scopes.join(', '),
    async find() {
      const value = await readAttribute(run, person.userId, attribute);
      if (attribute.holds(value, id, scopes)) return ok(value);
      const isForeign = attribute.grant(value, id, scopes) === undefined;
      return isForeign ? failed(foreignAttribute(attribute, person.userId)) : ok(undefined);
    },
    async make() {
      const isReady = await requireReady(run, customer, person, options);
      if (!isReady.ok) return isReady;
      const granted = attribute.grant(await readAttribute(run, person.userId, attribute), id, scopes);
      if (granted === undefined) return failed(foreignAttribute(attribute, person.userId));
      const change = { app_metadata: { [attribute.key]: granted } };
      return ok(await run.api.users.update(person.userId, change));
    },
  });
}

async function requireReady(
  run: CustomerRun,
  customer: Customer,
  { userId }: Person,
  { organization, connection, rules }: GrantOptions,
): Promise<Result<void>> {
  const proven = await requireProven(run, customer, organization.id, rules);
  if (!proven.ok) return proven;
  if (!(await isMember(run, userId, organization.id))) return failed(notReady(customer, 'no member'));
  if (connection === undefined) return ok(undefined);
  const enabled = await run.api.organizations.enabledConnections.get(organization.id, connection.id);
  if (enabled.assign_membership_on_login !== true) return ok(undefined);
  // Another administrator's open invitation needs it; membership gives no right.
  if (enabled.is_signup_enabled === true && (await isInvitedInto(run, organization, connection))) return ok(undefined);
  return failed(notReady(customer, 'membership on login is on'));
}

const notReady = ({ name }: Customer, found: string): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: `everything of organization "${name}" in place before its administrator gets a right`,
  found,
  fix: 'Run it again. If it stays so, something else changes this organization.',
});
