import { type ConnectionRecord, findOrganization, type TenantState } from '../state.ts';
import type { LogEntry } from '../tenant-log.ts';

/**
 * Returns the facts of an event about a connection: the OIN client that manages it and the organization it is for, if
 * any.
 */
export function connectionFacts(
  state: TenantState,
  connection: ConnectionRecord | undefined,
): Pick<LogEntry, 'clientId' | 'organization' | 'connection'> {
  const managed = state.expressConnections.find(({ connection_id }) => connection_id === connection?.id);
  return {
    clientId: managed?.oin_client_id,
    organization: findOrganization(state, managed?.org_id),
    connection,
  };
}
