import type { ManagementClient } from 'auth0';
import { ENTERPRISE_STRATEGIES, isEnterpriseStrategy } from '../manifest/auth0-names.ts';
import { collect } from '../tenant/read.ts';
import type { DomainRules } from './domain-rules.ts';
import type { Organization } from './organization.ts';

/** Returns whether a connection of this strategy can send people to their identity provider by their domain. */
export const takesAliases = (strategy: string | undefined): boolean => isEnterpriseStrategy(strategy);

/**
 * Describes a connection that sends people of these domains to an identity provider, in one organization that has
 * enabled it, or in none (`''`).
 */
export interface LiveAlias {
  organization: string;
  connection: string;
  /** The domains in the Action's normal form, if they have one. */
  domains: string[];
}

/** Returns what a connection's options say, as they are written. */
export function aliasesOf(options: unknown): string[] {
  const aliases: unknown =
    typeof options === 'object' && options !== null && 'domain_aliases' in options ? options.domain_aliases : [];
  return Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : [];
}

/** Returns the Action's normal form of an alias, or its lower case if it has none. */
export function aliasName(alias: string, rules: DomainRules): string {
  const judged = rules(alias);
  return 'domain' in judged ? judged.domain : alias.toLowerCase();
}

/**
 * Reads the aliases of live connections that relate to some domains. Only organizations know which connections they
 * have enabled: they are read if such a connection exists, and not otherwise.
 *
 * @param isRelevant of a domain in normal form
 */
export async function readLiveAliases(
  api: ManagementClient,
  organizations: readonly Organization[],
  rules: DomainRules,
  isRelevant: (domain: string) => boolean,
): Promise<LiveAlias[]> {
  const all = await collect(api.connections.list({ strategy: [...ENTERPRISE_STRATEGIES], take: 100 }));
  const connections = new Map<string, { name: string; domains: string[] }>();
  for (const { id = '', name = '', options } of all) {
    const domains = aliasesOf(options).map((alias) => aliasName(alias, rules));
    if (domains.some(isRelevant)) connections.set(id, { name, domains });
  }
  if (connections.size === 0) return [];
  const found: LiveAlias[] = [];
  for (const { id, name } of organizations) {
    for (const { connection_id: connectionId = '' } of await collect(
      api.organizations.enabledConnections.list(id, { per_page: 50 }),
    )) {
      const connection = connections.get(connectionId);
      if (connection) found.push({ organization: name, connection: connection.name, domains: connection.domains });
    }
  }
  const enabled = new Set(found.map(({ connection }) => connection));
  for (const { name, domains } of connections.values()) {
    if (!enabled.has(name)) found.push({ organization: '', connection: name, domains });
  }
  return found;
}

/** Returns a function that says whether a domain is one of these, or above or below one. */
export function relatedTo(domains: readonly string[]): (domain: string) => boolean {
  const known = [...new Set(domains)];
  return (domain) => known.some((one) => one === domain || one.endsWith(`.${domain}`) || domain.endsWith(`.${one}`));
}
