import { isOurs } from '../domains/organization.ts';
import { conflictFailure, conflictsOf, type Owners } from '../domains/owners.ts';
import type { Failure } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Customer } from './customer.ts';
import { impliedConnection, type OnboardingTenant } from './onboarding-tenant.ts';
import { foreignOrganization } from './organization-step.ts';

export interface ClashOptions {
  /** Take over organizations that something else made. */
  adopt: boolean;
  acceptOverlap: boolean;
}

/** Returns for each customer what contradicts the others or the tenant; nothing has been written yet. */
export function findClashes(
  customers: readonly Customer[],
  manifest: Manifest,
  tenant: OnboardingTenant,
  owners: Owners,
  options: ClashOptions,
): Map<Customer, Failure[]> {
  const first = new Map<string, Customer>();
  const rows = new Map<string, Customer[]>();
  for (const customer of customers) {
    for (const domain of customer.domains) rows.set(domain, [...(rows.get(domain) ?? []), customer]);
  }
  return new Map(
    customers.map((customer) => {
      const { name, domains, where } = customer;
      const place = where === undefined ? {} : { where };
      const failures: Failure[] = [];
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, customer);
      else failures.push(namedTwice(name, earlier, place));
      const existing = tenant.organizations.get(name);
      if (existing && !isOurs(existing) && !options.adopt) failures.push({ ...foreignOrganization(name), ...place });
      const others = domains.flatMap((domain) => (rows.get(domain) ?? []).map((other) => ({ domain, other })));
      const inRows = others.filter(({ other }) => other.name !== name);
      failures.push(...inRows.map(({ domain, other }) => ({ ...inTwoRows(domain, other), ...place })));
      const conflicts = domains
        .flatMap((domain) => conflictsOf(domain, name, owners, options.acceptOverlap))
        // Told of the rows already; the other one's organization may not be there yet.
        .filter(
          ({ domain, theirs, organization }) =>
            domain !== theirs || !inRows.some((one) => one.domain === domain && one.other.name === organization),
        );
      failures.push(...conflicts.map((conflict) => conflictFailure(conflict, manifest.environment.name, where)));
      failures.push(...impossible(customer, manifest, tenant).map((found) => ({ ...found, ...place })));
      return [customer, failures] as const;
    }),
  );
}

type Placed = Pick<Failure, 'where'>;

const namedTwice = (name: string, { where }: Customer, place: Placed): Failure => ({
  code: 'CUSTOMER_TWICE',
  expected: 'each organization once',
  found: `"${name}" again${where?.line === undefined ? '' : `, after line ${where.line}`}`,
  ...place,
  fix: 'Leave one of them. Another administrator of the same customer is onboarded by another run.',
});

const inTwoRows = (domain: string, { name, where }: Customer): Failure => ({
  code: 'DOMAIN_CLAIMED',
  expected: 'a domain in one row',
  found: `"${domain}" in that of organization "${name}" too${where?.line === undefined ? '' : `, line ${where.line}`}`,
  fix: 'Find out whose it is, and leave it in that row alone.',
});

/** Returns what cannot work for this customer, whatever the tenant has. */
function impossible(customer: Customer, manifest: Manifest, tenant: OnboardingTenant): Failure[] {
  const failures: Failure[] = [];
  const name = customer.connection ?? impliedConnection(manifest, customer);
  const connection = name === undefined ? undefined : tenant.connections.get(name);
  const strategy = customer.via === 'passwordless' ? 'email' : 'auth0';
  if ('email' in customer.admin && connection?.strategy !== strategy) {
    failures.push({
      code: 'ONBOARDING_IMPOSSIBLE',
      expected: `a connection of strategy ${strategy} for the administrator’s account`,
      found:
        name === undefined ? 'not exactly one in tenant.yaml' : `"${name}", ${connection?.strategy ?? 'not there'}`,
      fix: 'Name one with --connection (or the column connection), or choose another way with --via.',
    });
  } else if (tenant.promptsForCredentials && connection && !connection.enabledClients.includes(tenant.oinClientId)) {
    failures.push({
      code: 'ONBOARDING_IMPOSSIBLE',
      expected: `connection "${connection.name}" enabled for the OIN client, which prompts for credentials first`,
      found: 'that it is not',
      fix: `List "${manifest.integration.oin.name}" under enabled_clients of that connection in tenant.yaml, and deploy.`,
    });
  }
  if (customer.via === 'invitation' && 'email' in customer.admin && !tenant.hasLoginRoute) {
    failures.push({
      code: 'ONBOARDING_IMPOSSIBLE',
      expected: 'a page to send invited administrators to',
      found: `no initiate_login_uri of "${manifest.integration.published.name}"`,
      fix: 'Write initiate_login_uri under that client in tenant.yaml and deploy, or choose another way with --via.',
    });
  }
  if (customer.grant === 'role' && tenant.role === undefined) {
    failures.push({
      code: 'ONBOARDING_IMPOSSIBLE',
      expected: 'a role that carries the express-configure permissions',
      found: 'none on the tenant that tenant.yaml names',
      fix: 'Deploy it, or grant by attribute: --grant attribute.',
    });
  }
  return failures;
}
