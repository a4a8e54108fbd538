/** Carries out `api.authentication.setPrimaryUser`: the login continues as the user whom its account is linked to. */
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { isLinkedTo, userIdOf } from '../identities.ts';
import { isMember, type OrganizationRecord, type TenantState, type UserRecord } from '../state.ts';
import { accountOf } from './account.ts';
import { accessDenied } from './audience.ts';
import { connectionIdIn, usedConnection } from './login-connection.ts';
import type { SessionFactors } from './methods.ts';
import { type LoginProgress, progressOf } from './progress.ts';

const { Check } = interactionPolicy;

const NOT_LINKED = '((setPrimaryUser: the identity of this login is not among the secondary identities of that user))';
const GONE = '((the user of this login is gone; where an Action links accounts, it calls setPrimaryUser))';

/** Returns, by the ids they have on their own, the identities of a user that a login may have used. */
export function usedIdentities(ctx: KoaContextWithOIDC, state: TenantState, user: UserRecord): string[] {
  const connection = usedConnection(state, connectionIdIn(ctx.oidc.session?.amr), user.user_id);
  return user.identities.filter((identity) => identity.connection === connection?.name).map(userIdOf);
}

/** Says why a login may not go on as this user: its own identity must be a linked one there (post-login-api-object). */
export function refusePrimary(state: TenantState, { identities = [] }: LoginProgress, primaryId: string) {
  return identities.some((formerId) => isLinkedTo(state, formerId, primaryId)) ? undefined : NOT_LINKED;
}

/** Holds what the switch reads of the login. */
export interface PrimaryUserSwitch {
  state: TenantState;
  progress: LoginProgress;
  organization: OrganizationRecord | undefined;
  sessionFactors: SessionFactors;
}

/**
 * Makes the browser's session the primary user's. The checks of a user who logs in apply to this user too; factors that
 * the former account proved no longer count. Throws if the user may not log in here.
 */
export function becomePrimary(
  ctx: KoaContextWithOIDC,
  { state, progress, organization, sessionFactors }: PrimaryUserSwitch,
  primary: UserRecord,
): void {
  const { session } = ctx.oidc;
  if (session === undefined || session.accountId === primary.user_id) return;
  if (primary.blocked) throw accessDenied('user is blocked');
  if (organization !== undefined && !isMember(state, organization.id, primary.user_id)) {
    throw accessDenied(`user ${primary.user_id} is not part of the ${organization.id} organization`);
  }
  session.accountId = primary.user_id;
  sessionFactors.forget(session.uid);
  delete progress.challenged;
  const account = accountOf(state, primary.user_id);
  if (account !== undefined) ctx.oidc.entity('Account', account);
}

/**
 * Returns the check that requires a new login if the session's user was deleted. A login in progress ends: its Actions
 * decided for that user.
 */
export const goneCheck = () =>
  new Check('account_gone', 'Login required', 'login_required', (ctx) => {
    const isGone = ctx.oidc.session?.accountId !== undefined && ctx.oidc.account === undefined;
    if (isGone && progressOf(ctx).flow !== undefined) throw accessDenied(GONE);
    return isGone;
  });

/** Throws if the user no longer exists: an Action may have linked or deleted the account that logs in. */
export function refuseGone(state: TenantState, { user_id }: UserRecord): void {
  if (!state.users.some((user) => user.user_id === user_id)) throw accessDenied(GONE);
}
