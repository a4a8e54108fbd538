import { findUser, type TenantState, type UserRecord } from '../state.ts';

/** A user as oidc-provider knows them. */
export interface UserAccount {
  accountId: string;
  claims: () => { sub: string; [claim: string]: unknown };
  [key: string]: unknown;
}

/**
 * Returns the user's account, with the claims that ID tokens and `/userinfo` choose from; `undefined` if there is no
 * such user.
 */
export function accountOf(state: TenantState, accountId: string): UserAccount | undefined {
  const user = findUser(state, accountId);
  return user && { accountId, claims: () => userClaims(user) };
}

function userClaims(user: UserRecord) {
  return {
    sub: user.user_id,
    name: user.name ?? user.email,
    nickname: user.nickname,
    picture: user.picture,
    given_name: user.given_name,
    family_name: user.family_name,
    updated_at: user.updated_at,
    email: user.email,
    email_verified: user.email_verified,
  };
}
