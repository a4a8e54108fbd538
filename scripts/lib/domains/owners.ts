import type { Failure, Place } from '../failures.ts';
import { readClaims } from './claims.ts';
import type { DomainRules } from './domain-rules.ts';
import type { Organization } from './organization.ts';
import { publishedDomains } from './published.ts';

/** Which organizations name a domain, by name. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** Domains that an organization's metadata names: those its Action reads, and those it only claims. */
export async function namedDomains({ metadata }: Organization, rules: DomainRules): Promise<string[]> {
  const published = (await publishedDomains(metadata, rules)).domains;
  return [...new Set([...published, ...readClaims(metadata).map(({ domain }) => domain)])];
}

/** By domain, the organizations that name it. */
export function ownersOf(named: Iterable<readonly [organization: string, domains: readonly string[]]>): Owners {
  const owners = new Map<string, string[]>();
  for (const [organization, domains] of named) {
    for (const domain of new Set(domains)) owners.set(domain, [...(owners.get(domain) ?? []), organization]);
  }
  return owners;
}

export interface Conflict {
  domain: string;
  /** The same, above or below it. */
  theirs: string;
  organization: string;
}

/** Domains of another organization that are the same, above or below `domain`. */
export function conflictsOf(domain: string, organization: string, owners: Owners, index = subdomains(owners)) {
  const related = [...parents(domain), domain, ...(index.get(domain) ?? [])];
  return related.flatMap((theirs): Conflict[] =>
    (owners.get(theirs) ?? [])
      .filter((owner) => owner !== organization)
      .map((owner) => ({ domain, theirs, organization: owner })),
  );
}

/** Of each domain those below it that anyone names. */
export function subdomains(owners: Owners): ReadonlyMap<string, string[]> {
  const below = new Map<string, string[]>();
  for (const domain of owners.keys()) {
    for (const parent of parents(domain)) below.set(parent, [...(below.get(parent) ?? []), domain]);
  }
  return below;
}

/** `a.b.com`: `b.com`, `com`. */
function parents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
}

/** `DOMAIN_CLAIMED` where both claim the same domain, `DOMAIN_OVERLAP` where one is below the other. */
export function conflictFailure({ domain, theirs, organization }: Conflict, where?: Place): Failure {
  const place = where === undefined ? {} : { where };
  if (domain === theirs) {
    return {
      code: 'DOMAIN_CLAIMED',
      expected: 'a domain that no other organization claims',
      found: `"${domain}", which organization "${organization}" claims`,
      ...place,
      fix: `Find out whose it is. Take it from "${organization}" first: npm run onboard -- --undo --org ${organization}.`,
    };
  }
  return {
    code: 'DOMAIN_OVERLAP',
    expected: 'a domain that is not part of another organization’s, nor the other way round',
    found: `"${domain}" beside "${theirs}" of organization "${organization}"`,
    ...place,
    fix: 'Find out whether both belong to one customer. If they are apart on purpose, add --accept-overlap.',
  };
}
