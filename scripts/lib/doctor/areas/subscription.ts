import { isNotIncluded } from '../../deploy/preflight.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const SUBSCRIPTION = {
  SUBSCRIPTION_ORGANIZATIONS: {
    severity: 'problem',
    requirement: 'R02',
    why: 'Each customer is an organization, and Express Configuration makes connections in one.',
    fix: 'Change the subscription to one that includes Organizations (Auth0 dashboard, Settings, Subscription).',
  },
  SUBSCRIPTION_OKTA_CONNECTIONS: {
    severity: 'manual',
    requirement: 'R02',
    why: 'Express Configuration makes an Okta connection for each customer, and no API tells whether the subscription includes any.',
    fix: 'See that the subscription includes as many Okta connections as there will be customers (Auth0 dashboard, Settings, Subscription).',
  },
  SUBSCRIPTION_ROLES: {
    severity: 'problem',
    requirement: 'R20',
    why: 'tenant.yaml permits administrators by a role, and the tenant has no roles.',
    fix: 'Change the subscription, or write `without: [roles]` in tenant/environments/NAME.yaml: its administrators are then permitted by attribute.',
  },
  SUBSCRIPTION_FACTOR: {
    severity: 'problem',
    requirement: 'R46',
    why: 'A factor that tenant.yaml turns on is refused, and with it the deploy.',
    fix: 'Change the subscription, or turn the factor off in this environment and leave it out of allowedFactors there (docs/step-up.md#by-environment).',
  },
} as const satisfies Descriptions;

const finding = findingOf(SUBSCRIPTION);

/** Judges the subscription. How many of each it allows cannot be read. */
export function judgeSubscription({ tenant, built }: Subject): Finding[] {
  const lacks = (...calls: (typeof tenant.refused extends ReadonlyMap<infer Call, unknown> ? Call : never)[]) =>
    calls.some((call) => tenant.refused.get(call) === 'not included');
  const wanted = (built.manifest.tenant.guardianFactors ?? []).filter(({ enabled }) => enabled).map(({ name }) => name);
  const excluded = (tenant.factors ?? []).filter(
    (factor) => wanted.includes(factor.name ?? '') && isNotIncluded(factor),
  );
  const found: Finding[] = excluded.map(({ name }) =>
    finding('SUBSCRIPTION_FACTOR', `the subscription does not include the factor ${name}`),
  );
  if (lacks('GET /organizations')) {
    found.push(finding('SUBSCRIPTION_ORGANIZATIONS', 'the subscription does not include Organizations'));
  }
  if (lacks('GET /connections', 'GET /clients/{id}/connections')) {
    found.push(finding('SUBSCRIPTION_OKTA_CONNECTIONS', 'Auth0 refuses to list them'));
  } else if (tenant.hasOktaConnection === false) {
    found.push(finding('SUBSCRIPTION_OKTA_CONNECTIONS', 'the tenant has none yet, which proves nothing'));
  }
  if (lacks('GET /roles') && (built.manifest.tenant.roles ?? []).length > 0) {
    found.push(finding('SUBSCRIPTION_ROLES', 'the subscription does not include roles (RBAC)'));
  }
  return found;
}
