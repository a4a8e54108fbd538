import type { Event } from '../../../library/contract.ts';
import { type Policy, scopesOf } from '../../../library/rules.ts';
import { SCOPES, type Scope } from '../../../library/scopes.ts';
import { POLICY_FILE } from '../bundle/team-settings.ts';
import type { Organization } from '../domains/organization.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { memberEvent } from '../policy/member-event.ts';
import { eventUser } from '../verify/event-user.ts';
import type { Customer } from './customer.ts';
import type { CustomerRun } from './customer-run.ts';
import type { OnboardingTenant } from './onboarding-tenant.ts';
import type { Person } from './person-step.ts';

/**
 * Asks the policy whether the right that onboarding gave counts: what the rules under `permit` grant this person in this
 * organization, by the attribute as it is now or by the role. Rules under `forbid` are not asked: they are about the
 * login. Fails with `RIGHT_NOT_COUNTED`, and leaves the right as it is.
 */
export async function requireRightCounts(
  { api }: Pick<CustomerRun, 'api'>,
  customer: Customer,
  { userId }: Person,
  { organization, tenant }: { organization: Organization; tenant: Pick<OnboardingTenant, 'policy' | 'role'> },
  nowMs: number,
): Promise<Result<void>> {
  const { policy } = tenant;
  if (policy === undefined) return failed(notCounted(customer, 'a policy that does not load'));
  const role = customer.grant === 'attribute' ? undefined : tenant.role;
  const user = eventUser({ user_id: userId, ...(await api.users.get(userId)) });
  const roles = role === undefined ? [] : [role.name];
  const event = memberEvent({ user, organization, roles, requested: SCOPES }, nowMs);
  const permitted = permittedScopes(policy, event, nowMs);
  // A role's scopes are the policy's to say; an attribute names its own.
  const missing =
    role === undefined
      ? customer.scopes.filter((scope) => !permitted.includes(scope))
      : permitted.length > 0
        ? []
        : SCOPES;
  if (missing.length === 0) return ok(undefined);
  const given = role === undefined ? 'the attribute' : `role ${JSON.stringify(role.name)}`;
  return failed(notCounted(customer, `no ${missing.join(', ')} by ${given}`));
}

/** Returns what the rules under `permit` grant; nothing where one of them throws, as in an Action. */
function permittedScopes(policy: Policy, event: Event, nowMs: number): Scope[] {
  try {
    return policy.permit.flatMap((rule) => scopesOf(rule, event, nowMs));
  } catch {
    return [];
  }
}

const notCounted = ({ name }: Customer, found: string): Failure => ({
  code: 'RIGHT_NOT_COUNTED',
  expected: `${POLICY_FILE} to permit what its administrator was just given in organization "${name}"`,
  found,
  where: { file: POLICY_FILE },
  fix: 'Name the role or attribute in a rule under permit, or give the other one (grant), then run it again.',
});
