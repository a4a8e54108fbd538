import type { Adapter } from 'oidc-provider';
import type { TenantState } from '../../state.ts';
import { findToken, isSameGrant, revoke } from './families.ts';

const nothing = async (): Promise<undefined> => undefined;

/**
 * Shows refresh tokens to oidc-provider, which finds and revokes them at `/oauth/revoke`, and ends those of a code that
 * is redeemed twice. It issues and exchanges none.
 */
export const refreshTokenAdapter = (state: TenantState): Adapter => ({
  find: async (value) => {
    const family = findToken(state, value)?.family;
    return family && { kind: 'RefreshToken', jti: value, clientId: family.client_id, accountId: family.user_id };
  },
  destroy: async (value) => {
    const family = findToken(state, value)?.family;
    if (family === undefined) return;
    revoke(state, (row) => row === family);
    if (!state.settings.flags.revoke_refresh_token_grant) return;
    revoke(state, (row) => isSameGrant(row, family));
    state.consents = state.consents.filter(
      (row) =>
        row.user_id !== family.user_id ||
        row.client_id !== family.client_id ||
        row.audience !== (family.audience ?? `https://${state.domain}/userinfo`),
    );
  },
  revokeByGrantId: async (grantId) => {
    revoke(state, (family) => family.grant_id === grantId);
  },
  upsert: nothing,
  consume: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
});
