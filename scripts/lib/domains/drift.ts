import type { ManagementClient } from 'auth0';
import { collect } from '../tenant/read.ts';
import { aliasesOf, takesAliases } from './live-aliases.ts';
import { type OrganizationDomains, verifiedDomains } from './tenant-domains.ts';

export interface LiveConnection {
  id: string;
  name: string;
  /** `options.domain_aliases`: where people with such an address are sent. */
  aliases: string[];
}

export interface DomainDrift {
  organization: string;
  /** The differences, each with its meaning. */
  findings: string[];
}

/**
 * Reads the connections of an organization that lead to an identity provider. A connection that several organizations
 * share belongs to each.
 */
export async function readLiveConnections(api: ManagementClient, organizationId: string): Promise<LiveConnection[]> {
  const enabled = await collect(api.organizations.enabledConnections.list(organizationId, { per_page: 50 }));
  const live = enabled.filter(({ connection }) => takesAliases(connection?.strategy));
  return Promise.all(
    live.map(async ({ connection_id: id = '' }) => {
      const { name = '', options } = await api.connections.get(id);
      return { id, name, aliases: aliasesOf(options) };
    }),
  );
}

/** Compares three places: the store, what the Action reads, and Okta's connections. */
export function findDrift(one: OrganizationDomains, connections: readonly LiveConnection[]): DomainDrift {
  const verified = verifiedDomains(one);
  const { domains: published, refused } = one.published;
  const list = (domains: readonly string[]): string => domains.join(', ');
  const missing = verified.filter((domain) => !published.includes(domain));
  const unproven = published.filter((domain) => !verified.includes(domain));
  const findings = [
    ...(missing.length > 0 ? [`verified, and not in the metadata: ${list(missing)} (domains sync writes them)`] : []),
    ...(unproven.length > 0
      ? [
          `in the metadata, and not verified: ${list(unproven)} (domains sync takes them out; an Action reads them until then)`,
        ]
      : []),
    ...(refused.length > 0
      ? [`in the metadata, and refused by the Action (EC_DOMAINS_INVALID): ${list(refused.map(({ entry }) => entry))}`]
      : []),
    ...connections.flatMap(({ name, aliases }) => connectionFindings(name, aliases, published)),
  ];
  return { organization: one.organization.name, findings };
}

function connectionFindings(name: string, aliases: readonly string[], published: readonly string[]): string[] {
  const own = aliases.map((alias) => alias.toLowerCase());
  const foreign = own.filter((alias) => !published.includes(alias));
  const missing = published.filter((domain) => !own.includes(domain));
  return [
    ...(foreign.length > 0
      ? [`connection "${name}" takes addresses of ${foreign.join(', ')}, which the metadata does not name`]
      : []),
    ...(missing.length > 0
      ? [`connection "${name}" does not take ${missing.join(', ')}: the customer runs Express Configuration again`]
      : []),
  ];
}
