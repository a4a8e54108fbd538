import type { ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { shellOption } from '../shell.ts';
import { collect } from '../tenant/read.ts';
import type { DomainRules } from './domain-rules.ts';
import { aliasesOf, aliasName, takesAliases } from './live-aliases.ts';
import type { Organization } from './organization.ts';

/** Describes a connection of one organization that sends people of these domains to an identity provider. */
export interface Route {
  connectionId: string;
  connection: string;
  /** Those of the domains that were asked about, in the Action's normal form. */
  domains: string[];
}

/** Finds the connections of an organization that route some of the domains. */
export async function findRoutes(
  api: ManagementClient,
  { id }: Pick<Organization, 'id'>,
  domains: readonly string[],
  rules: DomainRules,
): Promise<Route[]> {
  const enabled = await collect(api.organizations.enabledConnections.list(id, { per_page: 50 }));
  const routes: Route[] = [];
  for (const { connection_id: connectionId = '', connection } of enabled) {
    if (!takesAliases(connection?.strategy)) continue;
    const { name = '', options } = await api.connections.get(connectionId);
    const found = aliasesOf(options).map((alias) => aliasName(alias, rules));
    const routed = [...new Set(found.filter((domain) => domains.includes(domain)))];
    if (routed.length > 0) routes.push({ connectionId, connection: name, domains: routed });
  }
  return routes;
}

/** Returns the command that removes the aliases. */
export const unrouteCommand = (environment: string, organization: string, domains: readonly string[]): string =>
  `npm run domains -- unroute ${shellOption('env', environment)} ${shellOption('org', organization)} ${domains
    .map((domain) => shellOption('domain', domain))
    .join(' ')}`;

/** Says for each connection that it still routes domains that no organization owns any more, and how to end that. */
export const routeTexts = (environment: string, organization: string, routes: readonly Route[]): string[] =>
  routes.map(
    ({ connection, domains }) =>
      `Connection "${connection}" still sends people of ${domains.join(', ')} to its identity provider. Take that away: ${unrouteCommand(environment, organization, domains)}`,
  );

/** Takes aliases away from the connections of one organization. Auth0 replaces a connection's options as a whole. */
export async function unroute(
  api: ManagementClient,
  organization: Organization,
  domains: readonly string[],
  { environment, rules, isDryRun }: { environment: string; rules: DomainRules; isDryRun: boolean },
): Promise<Result<Route[]>> {
  const wanted = domains.map((domain) => aliasName(domain, rules));
  const routes = await findRoutes(api, organization, wanted, rules);
  const unknown = wanted.filter((domain) => !routes.some((route) => route.domains.includes(domain)));
  if (unknown.length > 0) return failed(notRouted(environment, organization.name, unknown));
  if (isDryRun) return ok(routes);
  for (const { connectionId, domains: routed } of routes) {
    const { options } = await api.connections.get(connectionId);
    const kept = aliasesOf(options).filter((alias) => !routed.includes(aliasName(alias, rules)));
    await api.connections.update(connectionId, { options: { ...options, domain_aliases: kept } });
  }
  return ok(routes);
}

const notRouted = (environment: string, name: string, domains: readonly string[]): Failure => ({
  code: 'ALIAS_UNKNOWN',
  expected: `a connection of organization "${name}" with these domains among its aliases`,
  found: `none with ${domains.map((domain) => `"${domain}"`).join(', ')}`,
  fix: `See which aliases there are: npm run domains -- drift ${shellOption('env', environment)}`,
});
