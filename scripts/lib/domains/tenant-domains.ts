import type { ManagementClient } from 'auth0';
import { counted } from '../counted.ts';
import { readClaims } from './claims.ts';
import type { DomainRules } from './domain-rules.ts';
import { type Organization, readOrganizations } from './organization.ts';
import { metadataOf, type NamedDomains } from './owners.ts';
import { type PublishedDomains, publishedDomains } from './published.ts';
import { readStoredDomains, type StoredDomain } from './stored-domains.ts';

/** One organization's domains, wherever they are named. */
export interface OrganizationDomains {
  organization: Organization;
  /** The domains in Auth0's store, or our own claims if the subscription has none. */
  stored: StoredDomain[];
  published: PublishedDomains;
}

/**
 * Reads the domains of every organization: only all of them show whether a domain belongs to one organization alone.
 */
export async function readTenantDomains(
  api: ManagementClient,
  rules: DomainRules,
  onProgress: (step: string) => void,
): Promise<OrganizationDomains[]> {
  const organizations = await readOrganizations(api);
  onProgress(`reading the domains of ${counted(organizations.length, 'organization')}`);
  const all: OrganizationDomains[] = [];
  // One after the other: organizations have one of Auth0's lowest rate limits.
  for (const organization of organizations) {
    const stored = await readStoredDomains(api, organization);
    all.push({ organization, stored, published: await publishedDomains(organization.metadata, rules) });
    if (all.length % PROGRESS_EVERY === 0) onProgress(`${all.length} of ${organizations.length} organizations read`);
  }
  return all;
}

const PROGRESS_EVERY = 100;

/** Returns the domains that are verified in the store, or proven by our own evidence. */
export const verifiedDomains = ({ stored }: Pick<OrganizationDomains, 'stored'>): string[] =>
  stored.filter(({ isVerified }) => isVerified).map(({ domain }) => domain);

/**
 * Returns the places of an organization's domains: some of its metadata, and the verified ones of its store, or (`all`)
 * all of them.
 */
export function placesOf(one: OrganizationDomains, inMetadata: readonly string[], all = false): NamedDomains[] {
  const { organization } = one;
  const { id: organizationId, name } = organization;
  const stored = all ? one.stored.map(({ domain }) => domain) : verifiedDomains(one);
  const claims = readClaims(organization.metadata).map(({ domain }) => domain);
  const isClaimed = (domain: string): boolean => claims.includes(domain) || one.published.domains.includes(domain);
  return [
    [name, [...inMetadata, ...stored.filter(isClaimed)], metadataOf(organization)],
    [name, stored.filter((domain) => !isClaimed(domain)), { in: 'store', organizationId }],
  ];
}

/** Returns everything an organization names, proven or not. */
export const claimedDomains = ({ organization, stored, published }: OrganizationDomains): string[] => [
  ...new Set([
    ...stored.map(({ domain }) => domain),
    ...published.domains,
    ...readClaims(organization.metadata).map(({ domain }) => domain),
  ]),
];
