/** An invitation to an organization in a login: `/authorize?invitation=` (manage-users/organizations/configure-organizations/invite-members). */
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { assignRoles } from '../management/resources/user-roles.ts';
import type { InvitationRecord } from '../records/management.ts';
import {
  type ConnectionRecord,
  findOrganization,
  findUser,
  isMember,
  isoNow,
  type TenantState,
  type UserRecord,
} from '../state.ts';
import { type LogEntry, writeLog } from '../tenant-log.ts';
import { accessDenied } from './audience.ts';
import { namedOrganization } from './named-organization.ts';
import { progressOf } from './progress.ts';

const { Check } = interactionPolicy;

export const INVALID_INVITATION =
  '((the invitation is unknown, used or expired, or of another organization or application))';

/** The message in support's article "Auth0 Organization Invitation Disappears Without Being Accepted". */
const NOT_ALLOWED = 'the specified account is not allowed to accept the current invitation';

type Parameters = Readonly<Record<string, unknown>>;

export const hasInvitation = ({ invitation }: Parameters): boolean => typeof invitation === 'string';

/** Returns the invitation that a login names, if it can still be accepted there. */
export function findInvitation(state: TenantState, params: Parameters): InvitationRecord | undefined {
  const { invitation: ticket, organization: parameter, client_id } = params;
  const organization = typeof parameter === 'string' ? namedOrganization(state, parameter) : undefined;
  const found = state.invitations.find(({ ticket_id }) => ticket_id === ticket);
  const isHere = found?.organization_id === organization?.id && found?.client_id === client_id;
  return found !== undefined && isHere && Date.parse(found.expires_at) > state.clock() ? found : undefined;
}

/** Refuses a login whose invitation can't be accepted, before it asks for anything. */
export const invitationCheck = (state: TenantState) =>
  new Check('invitation_invalid', INVALID_INVITATION, 'invalid_request', (ctx) => {
    const { params = {} } = ctx.oidc;
    if (hasInvitation(params) && !progressOf(ctx).invitationAccepted && findInvitation(state, params) === undefined) {
      throw new errors.InvalidRequest(INVALID_INVITATION);
    }
    return false;
  });

/** Makes who has just logged in a member with the invitation's roles, once. An invitation of somebody else's is used up too. */
export function acceptInvitation(
  ctx: KoaContextWithOIDC,
  state: TenantState,
  userId: string,
  used: ConnectionRecord | undefined,
): void {
  const { params = {} } = ctx.oidc;
  const progress = progressOf(ctx);
  if (!hasInvitation(params) || progress.invitationAccepted) return;
  const invitation = findInvitation(state, params);
  const user = findUser(state, userId);
  if (invitation === undefined || user === undefined) throw new errors.InvalidRequest(INVALID_INVITATION);

  state.invitations = state.invitations.filter((other) => other !== invitation);
  const { organization_id, client_id, roles = [] } = invitation;
  const organization = findOrganization(state, organization_id);
  const entry: Omit<LogEntry, 'type'> = { clientId: client_id, userId, organization };
  if (!isInvited(invitation, user, used)) {
    writeLog(state, ctx, { ...entry, type: 'fi', description: NOT_ALLOWED });
    throw accessDenied(NOT_ALLOWED);
  }
  const holder = { org_id: organization_id, user_id: userId };
  if (!isMember(state, organization_id, userId)) state.members.push(holder);
  const existing = roles.filter((id) => state.roles.some((role) => role.id === id));
  assignRoles(state, holder, existing);
  // The link was in the mailbox of this address: that verifies an older account's too
  // (manage-users/organizations/configure-organizations/invite-members).
  user.email_verified = true;
  user.app_metadata = { ...user.app_metadata, ...invitation.app_metadata };
  user.user_metadata = { ...user.user_metadata, ...invitation.user_metadata };
  user.updated_at = isoNow(state);
  progress.invitationAccepted = true;
  writeLog(state, ctx, { ...entry, type: 'si', description: 'Successfully accepted a user invitation' });
}

/** Returns whether the user has the address that the invitation was sent to and the connection it names. */
const isInvited = (
  { invitee, connection_id }: InvitationRecord,
  user: UserRecord,
  used: ConnectionRecord | undefined,
): boolean =>
  user.email?.toLowerCase() === invitee.email.toLowerCase() &&
  (connection_id === undefined || connection_id === used?.id);
