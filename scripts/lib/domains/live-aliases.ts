import type { Management, ManagementClient } from 'auth0';
import { collect } from '../tenant/read.ts';
import type { DomainRules } from './domain-rules.ts';
import type { Organization } from './organization.ts';

/** Strategies of customers' identity providers, whose connections may have `options.domain_aliases`. */
const STRATEGIES = [
  'ad',
  'adfs',
  'auth0-adldap',
  'google-apps',
  'oidc',
  'okta',
  'pingfederate',
  'samlp',
  'waad',
] as const satisfies readonly Management.ConnectionStrategyEnum[];

/** Whether a connection of this strategy can send people to their identity provider by their domain. */
export const takesAliases = (strategy: string | undefined): boolean => STRATEGIES.some((known) => known === strategy);

/**
 * A connection that sends people of these domains to an identity provider, in one organization that has it enabled, or in
 * none (`''`).
 */
export interface LiveAlias {
  organization: string;
  connection: string;
  /** In the Action's normal form, as far as they have one. */
  domains: string[];
}

/** Returns what a connection's options say, as they are written. */
export function aliasesOf(options: unknown): string[] {
  const aliases: unknown =
    typeof options === 'object' && options !== null && 'domain_aliases' in options ? options.domain_aliases : [];
  return Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === 'string') : [];
}

/** The Action's normal form, or small letters where it has none. */
export function aliasName(alias: string, rules: DomainRules): string {
  const judged = rules(alias);
  return 'domain' in judged ? judged.domain : alias.toLowerCase();
}

/**
 * Reads the aliases of live connections that have to do with some domains. Which organizations a connection is enabled in
 * only they tell: they are asked where such a connection is there, and not otherwise.
 *
 * @param isRelevant of a domain in normal form
 */
export async function readLiveAliases(
  api: ManagementClient,
  organizations: readonly Organization[],
  rules: DomainRules,
  isRelevant: (domain: string) => boolean,
): Promise<LiveAlias[]> {
  const all = await collect(api.connections.list({ strategy: [...STRATEGIES], take: 100 }));
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

/** Whether a domain is one of these, or above or below one. */
export function relatedTo(domains: readonly string[]): (domain: string) => boolean {
  const known = [...new Set(domains)];
  return (domain) => known.some((one) => one === domain || one.endsWith(`.${domain}`) || domain.endsWith(`.${one}`));
}
