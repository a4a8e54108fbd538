import type { OrganizationConnection, OrganizationRecord } from '../state.ts';

/** Returns the connections that people of an organization can log in with. */
export const connectionsInUse = ({ enabled_connections }: OrganizationRecord): OrganizationConnection[] =>
  enabled_connections.filter(({ is_enabled }) => is_enabled !== false);
