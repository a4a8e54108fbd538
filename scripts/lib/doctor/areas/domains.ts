import type { Management } from 'auth0';
import { type DomainList, listDomains } from '../../../../library/domain-list.ts';
import { organizationMetadata } from '../../../../library/organization-metadata.ts';
import { own, strings } from '../../../../library/read.ts';
import { SCOPES } from '../../../../library/scopes.ts';
import { syntheticMember } from '../../verify/synthetic-member.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf, organizationSlots } from '../finding.ts';
import { withoutMailboxes } from '../mask.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import type { Subject } from '../subject.ts';

const METADATA = 'auth0 api patch "organizations/<organizationId>" --data \'{"metadata":{"domains":"…"}}\'';

/** Describes the findings of this area. */
export const DOMAINS = {
  DOMAINS_INVALID: {
    severity: 'problem',
    requirement: 'B4',
    why: 'No customer can own such a domain, or it is no domain: the login is refused (EC_DOMAINS_INVALID), or it is dropped.',
    fix: `Correct it: ${METADATA}`,
  },
  DOMAINS_MISSING: {
    severity: 'problem',
    requirement: 'R23',
    why: 'actions/config.ts requires domains, and the organization has none (EC_DOMAINS_NONE).',
    fix: `Write them: ${METADATA}`,
  },
  DOMAINS_UNVERIFIED: {
    severity: 'warning',
    requirement: 'T1',
    why: 'Nothing on the tenant says that the customer proved the domain: home realm discovery sends its people to whoever claimed it.',
    fix: 'Have it proven by DNS and note it: auth0 api post "organizations/<organizationId>/discovery-domains" --data \'{"domain":"<domain>","status":"verified","use_for_organization_discovery":false}\'',
  },
  DOMAIN_SHARED: {
    severity: 'problem',
    requirement: 'T3',
    why: 'Two organizations claim it: people of the one may be sent to the Okta of the other.',
    fix: 'Find out whose it is and take it from the other’s metadata: auth0 api patch "organizations/ORG_ID" --data \'{"metadata":{"domains":"…"}}\'',
  },
  DOMAIN_ALIASES_DIFFER: {
    severity: 'warning',
    requirement: 'T27',
    why: 'The live connection routes other domains than the organization has: home realm discovery goes by the connection.',
    fix: 'Have the customer run Express Configure SSO again, or correct options.domain_aliases of the connection in the Auth0 dashboard.',
  },
} as const satisfies Descriptions;

const finding = findingOf(DOMAINS);

/** Domains of every organization's metadata, by organization id; empty where another source says them. */
export type DomainLists = ReadonlyMap<string, DomainList>;

/** Lists the domains of all organizations, as the domains Action reads and judges them. */
export async function listAllDomains({ tenant, team, nowMs }: Subject): Promise<DomainLists> {
  const lists = new Map<string, DomainList>();
  // Compared by name: the project's own file and ours are two modules.
  if (!team.domains.sources.some(({ name }) => name === organizationMetadata.name)) return lists;
  const member = syntheticMember('', SCOPES, nowMs);
  for (const organization of tenant.organizations ?? []) {
    const answer = await organizationMetadata.read(
      { ...member, organization: eventOrganization(organization) },
      team.domains,
    );
    if ('failure' in answer) continue;
    lists.set(organization.id ?? '', await listDomains(answer.entries, team.domains.ownDomains));
  }
  return lists;
}

const eventOrganization = ({ id = '', name = '', metadata }: Management.Organization) => ({
  id,
  name,
  display_name: name,
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])),
  ),
});

/** Compares organizations with each other: an Action sees only one. */
export function judgeDomainsOfAll({ tenant, team }: Subject, lists: DomainLists): Finding[] {
  const owners = new Map<string, string[]>();
  const found: Finding[] = [];
  for (const organization of tenant.organizations ?? []) {
    const { id = '', name = '' } = organization;
    const list = lists.get(id);
    if (list === undefined) continue;
    const slots = organizationSlots(organization);
    for (const domain of list.domains) owners.set(domain, [...(owners.get(domain) ?? []), name]);
    if (list.rejected.length > 0) {
      found.push(
        finding(
          'DOMAINS_INVALID',
          `"${name}": ${list.rejected.map((entry) => withoutMailboxes(JSON.stringify(entry))).join(', ')}`,
          slots,
        ),
      );
    }
    if (team.domains.required && list.domains.length === 0) {
      found.push(finding('DOMAINS_MISSING', `"${name}" has no domains`, slots));
    }
  }
  return [...found, ...judgeShared(owners)];
}

/** Finds the same domain in two organizations, or one below another organization's. */
function judgeShared(owners: ReadonlyMap<string, readonly string[]>): Finding[] {
  return [...owners].flatMap(([domain, names]): Finding[] => {
    const quoted = (list: readonly string[]) => list.map((name) => `"${name}"`).join(' and ');
    if (names.length > 1) return [finding('DOMAIN_SHARED', `${domain} is claimed by ${quoted(names)}`)];
    const parent = [...owners].find(
      ([other, theirs]) => domain.endsWith(`.${other}`) && theirs.some((name) => !names.includes(name)),
    );
    if (parent === undefined) return [];
    return [finding('DOMAIN_SHARED', `${domain} of ${quoted(names)} is below ${parent[0]} of ${quoted(parent[1])}`)];
  });
}

/** Judges the domains of one organization: whether they are proven, and what the live connection has. */
export function judgeDomainsOf({ tenant }: Subject, lists: DomainLists, readings: OrganizationReadings): Finding[] {
  const { organization, discoveryDomains, connections = [] } = readings;
  const { id = '', name = '' } = organization;
  const list = lists.get(id);
  if (list === undefined) return [];
  const slots = organizationSlots(organization);
  const found: Finding[] = [];
  const verified = (discoveryDomains ?? []).filter(({ status }) => status === 'verified').map((each) => each.domain);
  const isProven = (domain: string) => verified.some((proven) => domain === proven || domain.endsWith(`.${proven}`));
  if (discoveryDomains !== undefined) {
    found.push(
      ...list.domains
        .filter((domain) => !isProven(domain))
        .map((domain) =>
          finding('DOMAINS_UNVERIFIED', `${domain} of "${name}" is no verified discovery domain`, { ...slots, domain }),
        ),
    );
  }
  for (const { connection_id: connectionId, connection } of connections) {
    const full = tenant.oktaConnections?.find((candidate) => candidate.id === connectionId);
    if (full === undefined) continue;
    const aliases = strings(own(full.options, 'domain_aliases')).toSorted();
    if (aliases.join() === list.domains.join()) continue;
    const what = `"${connection?.name}" routes ${aliases.join(', ') || 'none'}; "${name}" has ${list.domains.join(', ') || 'none'}`;
    found.push(finding('DOMAIN_ALIASES_DIFFER', what, slots));
  }
  return found;
}
