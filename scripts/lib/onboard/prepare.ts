import type { ManagementClient } from 'auth0';
import { counted } from '../counted.ts';
import { type DomainRules, loadDomainRules } from '../domains/domain-rules.ts';
import { readLiveAliases, relatedTo } from '../domains/live-aliases.ts';
import type { Organization } from '../domains/organization.ts';
import { metadataOf, type NamedDomains, namedDomains, type Owners, ownersOf } from '../domains/owners.ts';
import { readStoredDomains } from '../domains/stored-domains.ts';
import { failed, ok, type Result } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { checkCustomer } from './check-customer.ts';
import { type ClashOptions, findClashes } from './clashes.ts';
import type { Customer } from './customer.ts';
import { type OnboardingTenant, readOnboardingTenant } from './onboarding-tenant.ts';
import type { Row } from './read-customers.ts';
import type { RejectedRow } from './rejected-file.ts';

export interface PreparedCustomers {
  tenant: OnboardingTenant;
  rules: DomainRules;
  customers: Customer[];
  rejected: RejectedRow[];
}

export interface PrepareOptions extends ClashOptions {
  rootDir: string;
  /** Values for what a row does not have. */
  defaults: Row['values'];
  keepGoing: boolean;
  isUndo: boolean;
  nowMs: number;
  onProgress: (step: string) => void;
}

/** Finds everything that is wrong in every row, before the first write. */
export async function prepare(
  rows: readonly Row[],
  manifest: Manifest,
  api: ManagementClient,
  options: PrepareOptions,
): Promise<Result<PreparedCustomers>> {
  const rules = await loadDomainRules(options.rootDir);
  const shape = { domains: rules, namesConnections: namesConnections(manifest), needsDomains: !options.isUndo };
  const checked = rows.map((row) => ({
    row,
    result: checkCustomer({ ...row, values: { ...options.defaults, ...row.values } }, shape),
  }));
  const rejected = checked.flatMap(({ row, result }): RejectedRow[] =>
    result.ok ? [] : [{ row, failures: result.failures }],
  );
  const sound = checked.flatMap(({ row, result }) => (result.ok ? [{ row, customer: result.value }] : []));
  if (rejected.length > 0 && !options.keepGoing) return failed(...rejected.flatMap(({ failures }) => failures));

  const customers = sound.map(({ customer }) => customer);
  const tenant = await readOnboardingTenant(api, manifest, customers, options);
  if (!tenant.ok) return tenant;
  if (options.isUndo) return ok({ tenant: tenant.value, rules, customers, rejected });
  const owners = await readOwners(api, [...tenant.value.organizations.values()], customers, rules, options.onProgress);
  const clashes = findClashes(customers, manifest, tenant.value, owners, options);
  for (const { row, customer } of sound) {
    const failures = clashes.get(customer) ?? [];
    if (failures.length > 0) rejected.push({ row, failures });
  }
  const good = customers.filter((customer) => clashes.get(customer)?.length === 0);
  if (rejected.length > 0 && !options.keepGoing) return failed(...rejected.flatMap(({ failures }) => failures));
  return ok({ tenant: tenant.value, rules, customers: good, rejected });
}

const namesConnections = ({ tenant }: Pick<Manifest, 'tenant'>): boolean =>
  (tenant.connectionProfiles ?? []).some((profile) =>
    String(profile.connection_name_prefix_template ?? '').includes('{org_name}'),
  );

/**
 * Finds who names which domain: the new customers, every organization's metadata and its domains in Auth0's store, and
 * the aliases of live connections.
 */
async function readOwners(
  api: ManagementClient,
  organizations: readonly Organization[],
  customers: readonly Customer[],
  rules: DomainRules,
  onProgress: (step: string) => void,
): Promise<Owners> {
  const named: NamedDomains[] = [];
  if (organizations.length > 0) onProgress(`reading the domains of ${counted(organizations.length, 'organization')}`);
  for (const organization of organizations) {
    const stored = await readStoredDomains(api, organization);
    named.push([organization.name, await namedDomains(organization, rules), metadataOf(organization)]);
    named.push([
      organization.name,
      stored.map(({ domain }) => domain),
      { in: 'store', organizationId: organization.id },
    ]);
  }
  for (const { name, domains } of customers) named.push([name, domains]);
  const isRelevant = relatedTo(customers.flatMap(({ domains }) => domains));
  return ownersOf(named, await readLiveAliases(api, organizations, rules, isRelevant));
}
