import type { Failure, Place } from '../failures.ts';
import { shellOption } from '../shell.ts';
import { readClaims } from './claims.ts';
import { type DomainRules, refusedDomain } from './domain-rules.ts';
import type { LiveAlias } from './live-aliases.ts';
import { isOurs, type Organization } from './organization.ts';
import { publishedDomains } from './published.ts';
import { unrouteCommand } from './unroute.ts';

/** Says where an organization's domain is, and so how to remove it. */
export type DomainPlace =
  /** Metadata of an organization that onboarding made. */
  | { in: 'metadata' }
  /** Metadata of one that something else made. */
  | { in: 'foreign metadata' }
  /** Auth0's store alone. */
  | { in: 'store'; organizationId: string }
  /** Aliases of connections alone, by name. */
  | { in: 'aliases'; connections: readonly string[] };

/** Says which organizations name which domains. */
export interface Owners {
  /** By domain and name of organization; under `''` are aliases of connections that no organization has enabled. */
  of: ReadonlyMap<string, ReadonlyMap<string, DomainPlace>>;
  /** By domain, the named domains below it. */
  below: ReadonlyMap<string, readonly string[]>;
  /** By connection, the organizations that have enabled it: a domain that they share is not a clash. */
  sharing: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Returns the domains that an organization's metadata names: those its Action reads, and those it only claims. */
export async function namedDomains({ metadata }: Organization, rules: DomainRules): Promise<string[]> {
  const published = (await publishedDomains(metadata, rules)).domains;
  return [...new Set([...published, ...readClaims(metadata).map(({ domain }) => domain)])];
}

/** Holds domains of one organization in one place. */
export type NamedDomains = readonly [organization: string, domains: readonly string[], place?: DomainPlace];

const METADATA: DomainPlace = { in: 'metadata' };

/** Returns the place of an organization's metadata. */
export const metadataOf = (organization: Organization): DomainPlace =>
  isOurs(organization) ? METADATA : { in: 'foreign metadata' };

/**
 * Finds which organization names which domain, in metadata or store, or by an alias of a live connection. An
 * organization may occur several times: the first place counts.
 */
export function ownersOf(named: Iterable<NamedDomains>, aliases: readonly LiveAlias[] = []): Owners {
  const of = new Map<string, Map<string, DomainPlace>>();
  const add = (domain: string, organization: string, place: DomainPlace): void => {
    const owners = of.get(domain) ?? new Map<string, DomainPlace>();
    const known = owners.get(organization);
    const both = known?.in === 'aliases' && place.in === 'aliases' && [...known.connections, ...place.connections];
    if (both || known === undefined)
      of.set(domain, owners.set(organization, both ? { in: 'aliases', connections: both } : place));
  };
  for (const [organization, domains, place = METADATA] of named) {
    for (const domain of domains) add(domain, organization, place);
  }
  for (const { organization, connection, domains } of aliases) {
    for (const domain of domains) add(domain, organization, { in: 'aliases', connections: [connection] });
  }
  const below = new Map<string, string[]>();
  for (const domain of of.keys()) {
    for (const parent of parents(domain)) below.set(parent, [...(below.get(parent) ?? []), domain]);
  }
  const sharing = new Map<string, Set<string>>();
  for (const { organization, connection } of aliases) {
    sharing.set(connection, (sharing.get(connection) ?? new Set()).add(organization));
  }
  return { of, below, sharing };
}

export interface Conflict {
  domain: string;
  /** The same, above or below it. */
  theirs: string;
  organization: string;
  place: DomainPlace;
}

/**
 * Returns domains of another organization that are the same, or (unless accepted) above or below `domain`. The owner of
 * a domain is unknown if only connections that no organization has enabled route it: such domains are accepted together
 * with overlaps.
 */
export function conflictsOf(
  domain: string,
  organization: string,
  { of, below, sharing }: Owners,
  acceptOverlap: boolean,
): Conflict[] {
  const related = acceptOverlap ? [domain] : [...parents(domain), domain, ...(below.get(domain) ?? [])];
  const isShared = (connection: string): boolean => sharing.get(connection)?.has(organization) ?? false;
  return related.flatMap((theirs) =>
    [...(of.get(theirs) ?? [])]
      .filter(([owner]) => owner !== organization && !(owner === '' && acceptOverlap))
      .map(([owner, place]): Conflict => {
        const foreign =
          place.in === 'aliases' ? { ...place, connections: place.connections.filter((one) => !isShared(one)) } : place;
        return { domain, theirs, organization: owner, place: foreign };
      })
      .filter(({ place }) => place.in !== 'aliases' || place.connections.length > 0),
  );
}

export interface RefusalOptions {
  rules: DomainRules;
  owners: Owners;
  acceptOverlap: boolean;
  /** The environment, for commands to copy. */
  environment: string;
}

/**
 * Returns why a domain cannot be published for an organization, proven or not: the Action refuses it, or others name
 * it.
 */
export function refusalsOf(
  domain: string,
  organization: string,
  { rules, owners, acceptOverlap, environment }: RefusalOptions,
): Failure[] {
  const judged = rules(domain);
  if ('why' in judged) return [refusedDomain(judged)];
  return conflictsOf(judged.domain, organization, owners, acceptOverlap).map((conflict) =>
    conflictFailure(conflict, environment),
  );
}

/** Returns the parents of a domain: for `a.b.com` `b.com` and `com`. */
function parents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
}

/** `DOMAIN_CLAIMED` where both claim the same domain, `DOMAIN_OVERLAP` where one is below the other. */
export function conflictFailure(conflict: Conflict, environment: string, where?: Place): Failure {
  const { domain, theirs, organization } = conflict;
  const place = where === undefined ? {} : { where };
  if (conflict.organization === '') return { ...routedByNobody(conflict), ...place };
  if (domain === theirs) return { ...claimed(conflict, environment), ...place };
  return {
    code: 'DOMAIN_OVERLAP',
    expected: 'a domain that is not part of another organization’s, nor the other way round',
    found: `"${domain}" beside "${theirs}" of organization "${organization}"`,
    ...place,
    fix: 'Find out whether both belong to one customer. If they are apart on purpose, add --accept-overlap.',
  };
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

const routedByNobody = ({ domain, theirs, place }: Conflict): Failure => ({
  code: domain === theirs ? 'DOMAIN_CLAIMED' : 'DOMAIN_OVERLAP',
  expected: 'a domain that no connection takes addresses of which no organization has enabled',
  found: `"${theirs}", an alias of connection ${quoted(place.in === 'aliases' ? place.connections : [])}`,
  fix: 'Find out whose it is. Enable the connection in its organization, or take the alias away in the Auth0 dashboard. If it is to stay as it is, add --accept-overlap.',
});

function claimed({ domain, organization, place }: Conflict, environment: string): Failure {
  if (place.in === 'aliases') {
    return {
      code: 'DOMAIN_CLAIMED',
      expected: 'a domain that no connection of another organization takes addresses of',
      found: `"${domain}", an alias of connection ${quoted(place.connections)} of organization "${organization}"`,
      fix: `Find out whose it is. Take the alias away first: ${unrouteCommand(environment, organization, [domain])}`,
    };
  }
  return {
    code: 'DOMAIN_CLAIMED',
    expected: 'a domain that no other organization claims',
    found: `"${domain}", which organization "${organization}" claims`,
    fix: `Find out whose it is. ${howToTake(domain, organization, place, environment)}`,
  };
}

function howToTake(
  domain: string,
  organization: string,
  place: Exclude<DomainPlace, { in: 'aliases' }>,
  environment: string,
): string {
  if (place.in === 'store') {
    return `Take it from Auth0’s store of "${organization}" first: find its id by auth0 api get "organizations/${place.organizationId}/discovery-domains/name/${domain}", then auth0 api delete "organizations/${place.organizationId}/discovery-domains/ID"`;
  }
  const adopt = place.in === 'foreign metadata' ? ' --adopt' : '';
  return `Take it from "${organization}" first: npm run onboard -- ${shellOption('env', environment)} --undo ${shellOption('org', organization)}${adopt}`;
}
