import type { Failure } from '../failures.ts';
import { isoSeconds, readClaims, withClaims } from './claims.ts';
import type { DomainRules } from './domain-rules.ts';
import type { LiveAlias } from './live-aliases.ts';
import { fitsMetadata, metadataChange } from './metadata-lists.ts';
import { type Owners, ownersOf, refusalsOf } from './owners.ts';
import { type OrganizationDomains, placesOf, verifiedDomains } from './tenant-domains.ts';

export interface SyncPlan {
  organization: string;
  organizationId: string;
  /** Will be in the list that the Action reads. */
  published: string[];
  added: string[];
  removed: string[];
  /** Domains that are verified and not published, and why. */
  refused: Failure[];
  /** The metadata for `PATCH /organizations/{id}`; absent if nothing changes. */
  metadata?: Record<string, string | null>;
}

export interface SyncOptions {
  rules: DomainRules;
  acceptOverlap: boolean;
  /** The environment, for commands to copy. */
  environment: string;
  nowMs: number;
  /** The aliases of live connections. */
  aliases: readonly LiveAlias[];
  /** Organizations whose metadata this run brings up to date, by name. What the others' names stays. */
  written: ReadonlySet<string>;
}

/**
 * Decides which of each organization's verified domains go into its metadata: not those that no customer can own, or
 * that two organizations have proven.
 */
export function planSync(all: readonly OrganizationDomains[], options: SyncOptions): SyncPlan[] {
  const owners = ownersOf(
    all.flatMap((one) => placesOf(one, options.written.has(one.organization.name) ? [] : one.published.domains)),
    options.aliases,
  );
  return all.map((one) => planOne(one, owners, options));
}

function planOne(
  one: OrganizationDomains,
  owners: Owners,
  { rules, acceptOverlap, environment, nowMs }: SyncOptions,
): SyncPlan {
  const { organization } = one;
  const { id, name, metadata } = organization;
  const published: string[] = [];
  const refused: Failure[] = [];
  for (const entry of verifiedDomains(one)) {
    const judged = rules(entry);
    const refusals = refusalsOf(entry, name, { rules, owners, acceptOverlap, environment });
    if (refusals.length === 0 && 'domain' in judged) published.push(judged.domain);
    refused.push(...refusals);
  }
  published.sort();
  const wanted = withClaims(metadata, claimsNow(one, nowMs), published, rules);
  const plan = {
    organization: name,
    organizationId: id,
    added: published.filter((domain) => !one.published.domains.includes(domain)),
    removed: one.published.domains.filter((domain) => !published.includes(domain)),
  };
  if (!fitsMetadata(wanted)) return { ...plan, published: one.published.domains, refused: [...refused, full(name)] };
  const change = metadataChange(metadata, wanted);
  return { ...plan, published, refused, ...(change && { metadata: change }) };
}

/** Our claims as the store has them now: what it no longer has verified is proven no longer, on whatever evidence. */
function claimsNow({ organization, stored }: OrganizationDomains, nowMs: number) {
  const known = new Map(readClaims(organization.metadata).map((claim) => [claim.domain, claim]));
  return stored.map(({ domain, isVerified }) => {
    const claim = known.get(domain);
    if (claim !== undefined && (claim.status !== 'pending') === isVerified) return claim;
    return { domain, status: isVerified ? ('store' as const) : ('pending' as const), at: isoSeconds(nowMs) };
  });
}

const full = (name: string): Failure => ({
  code: 'ORGANIZATION_FULL',
  expected: 'metadata of at most 25 keys and 255 characters a value',
  found: `more, with the domains of organization "${name}"`,
  fix: 'Remove metadata that nothing reads, or domains that are not used.',
});
