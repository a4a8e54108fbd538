import { connectionNames } from '../tenant/connection-names.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { NewApplication, PlanEntry } from './plan.ts';

const PAGE = 100;

/**
 * Lists the connections that each application to be created gets: those of git alone, since a deploy switches
 * application connections off before it makes the first one.
 */
export function newApplications({ built }: TenantSession, entries: readonly PlanEntry[]): NewApplication[] {
  const { databases = [], connections = [] } = built.manifest.tenant;
  return entries
    .filter(({ section, change }) => section === 'clients' && change === 'created')
    .map(({ name }) => ({
      name,
      connections: [...databases, ...connections]
        .filter(({ enabled_clients: names = [] }) => names.includes(name))
        .map((connection) => connection.name),
    }));
}

/** Says what Auth0 would do with the flag as the tenant has it; nothing where that makes no difference. */
export async function connectionsNote(
  { api }: TenantSession,
  created: readonly NewApplication[],
): Promise<string | undefined> {
  if (created.length === 0) return undefined;
  const { flags } = await api.tenants.settings.get();
  if (flags?.enable_client_connections === false) return undefined;
  const page = await api.connections.list({ take: PAGE });
  if (page.data.length === 0) return undefined;
  const names = `${connectionNames(page.data)}${page.hasNextPage() ? ' and others' : ''}`;
  return `enable_client_connections is on, and with it every new application gets ${names}. A deploy switches it off before it makes the first application. Connections of other applications stay.`;
}
