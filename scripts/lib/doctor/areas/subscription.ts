import { isNotIncluded } from '../../deploy/preflight.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** How many of each the subscription allows can't be read. */
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
