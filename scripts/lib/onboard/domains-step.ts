import { readClaims, withClaims } from '../domains/claims.ts';
import type { DomainRules } from '../domains/domain-rules.ts';
import { fitsMetadata, metadataChange } from '../domains/metadata-lists.ts';
import { type Organization, readOrganization } from '../domains/organization.ts';
import { markProven, type PendingDomain, type ProofOptions, proveDomains } from '../domains/prove.ts';
import { publishedDomains } from '../domains/published.ts';
import { readStoredDomains, type StoredDomain } from '../domains/stored-domains.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import type { Customer } from './customer.ts';
import { type CustomerRun, ensure, recordStep } from './customer-run.ts';
import { type ClaimResult, updateMetadata } from './run-claim.ts';

/** Names an organization and its domains. */
export type Claimant = Pick<Customer, 'name' | 'domains'>;

/** Puts the customer's domains into Auth0's store, where the subscription has it. */
export function ensureStored(
  run: CustomerRun,
  { domains }: Claimant,
  organization: Organization,
): Promise<ClaimResult<StoredDomain[] | undefined>> {
  const { api } = run;
  const read = () => readStoredDomains(api, organization);
  const isIn = (stored: readonly StoredDomain[], domain: string) => stored.some((one) => one.domain === domain);
  return ensure(run, {
    name: 'domains claimed',
    detail: domains.join(', '),
    async find() {
      const stored = await read();
      return ok(domains.every((domain) => isIn(stored, domain)) ? stored : undefined);
    },
    async make() {
      const stored = await read();
      for (const domain of domains) {
        if (isIn(stored, domain)) continue;
        // With discovery on, the domain would change everybody's login at once (`use_for_organization_discovery`).
        const pending = { domain, status: 'pending', use_for_organization_discovery: false } as const;
        await api.organizations.discoveryDomains.create(organization.id, pending);
      }
      return ok(undefined);
    },
  });
}

/**
 * Proves what is not proven yet. Evidence, and the list that the Action reads, are written before Auth0's store says
 * `verified`, so that every verified domain has its evidence.
 *
 * @returns the domains that still wait for a proof; an empty list if all are proven, written and read back
 */
export async function proveAndPublish(
  run: CustomerRun,
  customer: Claimant,
  organization: Organization,
  stored: readonly StoredDomain[],
  { rules, ...options }: ProofOptions & { rules: DomainRules },
): Promise<ClaimResult<PendingDomain[]>> {
  const { api } = run;
  const { id, metadata } = organization;
  const isWanted = (domain: string): boolean => customer.domains.includes(domain);
  const own = stored.filter(({ domain }) => isWanted(domain));
  const { claims, pending } = await proveDomains(organization, own, options);
  const proven = claims.filter(({ status }) => status !== 'pending').map(({ domain }) => domain);
  const others = readClaims(metadata).filter(({ domain }) => !isWanted(domain));
  // An entry that a person wrote may belong to another organization.
  const isProven = (domain: string): boolean => stored.some((one) => one.domain === domain && one.isVerified);
  const there = (await publishedDomains(metadata, rules)).domains.filter((domain) => !isWanted(domain));
  const published = there.filter(isProven);
  const unproven = there.filter((domain) => !isProven(domain));
  if (unproven.length > 0) {
    recordStep(run, 'unproven domains taken out', run.isDryRun ? 'would' : 'done', unproven.join(', '));
  }
  const wanted = withClaims(metadata, [...others, ...claims], [...published, ...proven], rules);
  if (!fitsMetadata(wanted)) return failed(metadataFull(organization.name));
  const change = metadataChange(metadata, wanted);
  const waitsFor = pending.map(({ domain }) => domain).join(', ');
  if (run.isDryRun) {
    recordStep(run, 'domains proven', pending.length > 0 ? 'waiting' : 'would', waitsFor || proven.join(', '));
    return ok(pending);
  }
  const updated = change === undefined ? ok(undefined) : await updateMetadata(run, id, change, metadata);
  if (!updated.ok) return updated;
  const marked = await markProven(api, id, own, claims);
  if (pending.length > 0) {
    recordStep(run, 'domains proven', 'waiting', waitsFor);
    return ok(pending);
  }
  const isProvenNow = await requireProven(run, customer, id, rules);
  if (!isProvenNow.ok) return isProvenNow;
  recordStep(run, 'domains proven', change === undefined && marked === 0 ? 'there' : 'done', proven.join(', '));
  return ok([]);
}

/** Reads back that every domain is verified and in the list the Action reads. No right is given before. */
export async function requireProven(
  { api }: CustomerRun,
  { name, domains }: Claimant,
  organizationId: string,
  rules: DomainRules,
): Promise<Result<void>> {
  const organization = await readOrganization(api, organizationId);
  const stored = await readStoredDomains(api, organization);
  const published = (await publishedDomains(organization.metadata, rules)).domains;
  const verified = stored.filter(({ isVerified }) => isVerified).map(({ domain }) => domain);
  const missing = domains.filter((domain) => !published.includes(domain) || !verified.includes(domain));
  return missing.length === 0 ? ok(undefined) : failed(unverified(name, missing));
}

const unverified = (name: string, missing: readonly string[]): Failure => ({
  code: 'DOMAIN_UNVERIFIED',
  expected: `every domain of organization "${name}" verified and written to its metadata`,
  found: missing.map((domain) => `"${domain}" is not`).join(', '),
  fix: 'Run it again. If it stays so, something else changes this organization.',
});

const metadataFull = (name: string): Failure => ({
  code: 'ORGANIZATION_FULL',
  expected: 'metadata of at most 25 keys and 255 characters a value',
  found: `more, with the domains and their evidence in organization "${name}"`,
  fix: 'Remove metadata that nothing reads, shorten the note, or name fewer domains.',
});
