import type { TenantState } from '../state.ts';

/** Removes a connection's SCIM configuration and tokens. */
export function removeScim(state: TenantState, connectionId: string): void {
  const isOthers = (row: { connection_id: string }): boolean => row.connection_id !== connectionId;
  state.scimConfigurations = state.scimConfigurations.filter(isOthers);
  state.scimTokens = state.scimTokens.filter(isOthers);
}
