import type { Failure, Place } from '../failures.ts';
import { shellOption } from '../shell.ts';
import { readClaims } from './claims.ts';
import { type DomainRules, refusedDomain } from './domain-rules.ts';
import type { LiveAlias } from './live-aliases.ts';
import type { Organization } from './organization.ts';
import { publishedDomains } from './published.ts';
import { unrouteCommand } from './unroute.ts';

/** Which organizations name which domain. */
export interface Owners {
  /** By domain, names of organizations; with the connection, where an alias of it alone names the domain. */
  of: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  /** By domain, those below it that anyone names. */
  below: ReadonlyMap<string, readonly string[]>;
  /** By connection, the organizations that have it enabled: what they share is no clash between them. */
  sharing: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Domains that an organization's metadata names: those its Action reads, and those it only claims. */
export async function namedDomains({ metadata }: Organization, rules: DomainRules): Promise<string[]> {
  const published = (await publishedDomains(metadata, rules)).domains;
  return [...new Set([...published, ...readClaims(metadata).map(({ domain }) => domain)])];
}

/** Who names which domain, in metadata or store, or by an alias of a live connection. An organization may occur several times. */
export function ownersOf(
  named: Iterable<readonly [organization: string, domains: readonly string[]]>,
  aliases: readonly LiveAlias[] = [],
): Owners {
  const of = new Map<string, Map<string, string | undefined>>();
  const add = (domain: string, organization: string, connection?: string): void => {
    const owners = of.get(domain) ?? new Map<string, string | undefined>();
    if (!owners.has(organization)) of.set(domain, owners.set(organization, connection));
  };
  for (const [organization, domains] of named) for (const domain of domains) add(domain, organization);
  for (const { organization, connection, domains } of aliases) {
    for (const domain of domains) add(domain, organization, connection);
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
  /** Whose alias alone it is. */
  connection?: string | undefined;
}

/** Domains of another organization that are the same, or (unless accepted) above or below `domain`. */
export function conflictsOf(
  domain: string,
  organization: string,
  { of, below, sharing }: Owners,
  acceptOverlap: boolean,
): Conflict[] {
  const related = acceptOverlap ? [domain] : [...parents(domain), domain, ...(below.get(domain) ?? [])];
  return related.flatMap((theirs) =>
    [...(of.get(theirs) ?? [])]
      .filter(([owner]) => owner !== organization)
      .filter(([, connection]) => connection === undefined || !sharing.get(connection)?.has(organization))
      .map(([owner, connection]) => ({ domain, theirs, organization: owner, connection })),
  );
}

export interface RefusalOptions {
  rules: DomainRules;
  owners: Owners;
  acceptOverlap: boolean;
  /** For commands to copy. */
  environment: string;
}

/** Why a domain can't be published for an organization, proven or not: the Action refuses it, or others name it. */
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

/** `a.b.com`: `b.com`, `com`. */
function parents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
}

/** `DOMAIN_CLAIMED` where both claim the same domain, `DOMAIN_OVERLAP` where one is below the other. */
export function conflictFailure(
  { domain, theirs, organization, connection }: Conflict,
  environment: string,
  where?: Place,
): Failure {
  const place = where === undefined ? {} : { where };
  if (domain === theirs && connection !== undefined) {
    return {
      code: 'DOMAIN_CLAIMED',
      expected: 'a domain that no connection of another organization takes addresses of',
      found: `"${domain}", an alias of connection "${connection}" of organization "${organization}"`,
      ...place,
      fix: `Find out whose it is. Take the alias away first: ${unrouteCommand(environment, organization, [domain])}`,
    };
  }
  if (domain === theirs) {
    return {
      code: 'DOMAIN_CLAIMED',
      expected: 'a domain that no other organization claims',
      found: `"${domain}", which organization "${organization}" claims`,
      ...place,
      fix: `Find out whose it is. Take it from "${organization}" first: npm run onboard -- ${shellOption('env', environment)} --undo ${shellOption('org', organization)}`,
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
