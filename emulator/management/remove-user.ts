import type { TenantState } from '../state.ts';

/** Removes a user and everything that belongs to them. */
export function removeUser(state: TenantState, userId: string): void {
  const isOthers = (row: { user_id: string }): boolean => row.user_id !== userId;
  state.users = state.users.filter(isOthers);
  state.members = state.members.filter(isOthers);
  state.userRoles = state.userRoles.filter(isOthers);
  state.authenticationMethods = state.authenticationMethods.filter(isOthers);
  state.enrollmentTickets = state.enrollmentTickets.filter(isOthers);
  state.consents = state.consents.filter(isOthers);
  state.refreshTokens = state.refreshTokens.filter(isOthers);
}
