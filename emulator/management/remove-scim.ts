import type { TenantState } from '../state.ts';

/** Everything of SCIM that a connection has. */
export function removeScim(state: TenantState, connectionId: string): void {
  const isOthers = (row: { connection_id: string }): boolean => row.connection_id !== connectionId;
  state.scimConfigurations = state.scimConfigurations.filter(isOthers);
  state.scimTokens = state.scimTokens.filter(isOthers);
}
