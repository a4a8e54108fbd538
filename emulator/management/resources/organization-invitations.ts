/** Invitations of members to be, by email. Accepting one is `login/invitation.ts`. */

import type { InvitationRecord } from '../../records/management.ts';
import { findClient, isoNow, type JsonObject, type OrganizationRecord, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { pageOf, selectFields } from '../paging.ts';
import { badRequest, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';
import { sortRows } from '../search-terms.ts';
import { findOrganizationById, inexistentOrganization } from './organization-connections.ts';

interface Body {
  inviter: { name: string };
  invitee: { email: string };
  client_id: string;
  connection_id?: string;
  roles?: string[];
  app_metadata?: JsonObject;
  user_metadata?: JsonObject;
  ttl_sec?: number;
  send_invitation_email?: boolean;
}

/** The default lifetime: a week (the operation's description: also for 0). */
const DEFAULT_TTL_SECONDS = 604_800;

const inexistent = (): Reply => notFound('The invitation does not exist.', 'inexistent_invitation');

/** Checks that what an invitation names exists, and that its application has a page to send people to. */
function checkBody(state: TenantState, organization: OrganizationRecord, body: Body): Reply | undefined {
  const client = findClient(state, body.client_id);
  if (client === undefined) return badRequest(`((The client ${body.client_id} does not exist.))`, 'inexistent_client');
  if ((client.organization_usage ?? 'deny') === 'deny') {
    return badRequest(`The specified client_id (${client.client_id}) does not allow organizations.`);
  }
  if (loginRoute(state, body.client_id) === undefined) {
    return badRequest('A default login route is required to generate the invitation url.');
  }
  const { connection_id, roles = [] } = body;
  const isEnabled = organization.enabled_connections.some((enabled) => enabled.connection_id === connection_id);
  if (connection_id !== undefined && !isEnabled) {
    return badRequest(`((The connection ${connection_id} is not enabled for the organization.))`);
  }
  const missing = roles.find((id) => !state.roles.some((role) => role.id === id));
  return missing === undefined ? undefined : notFound(`The role ${missing} does not exist.`, 'inexistent_role');
}

/** Returns the application's login route, or the tenant's (get-started/tenant-settings/default-login-routes). */
function loginRoute(state: TenantState, clientId: string): string | undefined {
  const route = findClient(state, clientId)?.initiate_login_uri || state.settings.default_redirection_uri;
  return typeof route === 'string' && URL.canParse(route) ? route : undefined;
}

function invitationUrl(route: string, ticket: string, { id, name }: OrganizationRecord): string {
  const url = new URL(route);
  url.searchParams.set('invitation', ticket);
  url.searchParams.set('organization', id);
  url.searchParams.set('organization_name', name);
  return url.href;
}

function createInvitation({ state, params, body }: ManagementRequest<Body>): Reply {
  const organization = findOrganizationById(state, params.id);
  if (organization === undefined) return inexistentOrganization();
  const refusal = checkBody(state, organization, body);
  if (refusal !== undefined) return refusal;
  const { ttl_sec, send_invitation_email, ...rest } = body;
  const ticket_id = state.newId('', 32);
  const now = isoNow(state);
  const invitation: InvitationRecord = {
    id: state.newId('uinv_'),
    organization_id: organization.id,
    app_metadata: {},
    user_metadata: {},
    ...rest,
    ticket_id,
    invitation_url: invitationUrl(loginRoute(state, body.client_id) ?? '', ticket_id, organization),
    created_at: now,
    expires_at: new Date(state.clock() + (ttl_sec || DEFAULT_TTL_SECONDS) * 1000).toISOString(),
  };
  state.invitations.push(invitation);
  if (send_invitation_email !== false) {
    const subject = `You have been invited to ${organization.display_name ?? organization.name}`;
    const link = invitation.invitation_url;
    state.mails.push({
      id: state.newId('mail_'),
      to: invitation.invitee.email,
      subject,
      link,
      text: `${subject}\n\nAccept at ${link}`,
      sent_at: now,
    });
  }
  return ok(invitation);
}

/** Those that can be accepted: one that has expired is gone, as one that was used. */
const invitationsOf = (state: TenantState, orgId: string): InvitationRecord[] =>
  state.invitations.filter(
    ({ organization_id, expires_at }) => organization_id === orgId && Date.parse(expires_at) > state.clock(),
  );

/** The published list has no total. */
function listInvitations({ state, params, query }: ManagementRequest): Reply {
  const organization = findOrganizationById(state, params.id);
  if (organization === undefined) return inexistentOrganization();
  const { start, limit, rows } = pageOf(sortRows(invitationsOf(state, organization.id), query.sort), query);
  return ok(query.include_totals ? { start, limit, invitations: rows } : rows);
}

function findInvitation({ state, params }: ManagementRequest): InvitationRecord | undefined {
  return invitationsOf(state, params.id ?? '').find(({ id }) => id === params.invitation_id);
}

function getInvitation(request: ManagementRequest): Reply {
  const invitation = findInvitation(request);
  return invitation ? ok(selectFields(invitation, request.query)) : inexistent();
}

function deleteInvitation(request: ManagementRequest): Reply {
  const invitation = findInvitation(request);
  if (invitation === undefined) return inexistent();
  request.state.invitations = request.state.invitations.filter((other) => other !== invitation);
  return noContent();
}

export const resource = declareResource({
  name: 'organization-invitations',
  operations: {
    'GET /organizations/{id}/invitations': listInvitations,
    'POST /organizations/{id}/invitations': createInvitation,
    'GET /organizations/{id}/invitations/{invitation_id}': getInvitation,
    'DELETE /organizations/{id}/invitations/{invitation_id}': deleteInvitation,
  },
  notes: {
    'POST /organizations/{id}/invitations': 'the email, with its link, goes to `/_local/mail`',
  },
  kept: {
    invitations: { list: { id: 'string', organization_id: 'string', client_id: 'string', expires_at: 'string' } },
  },
  secrets: ({ invitations }) => invitations.map(({ ticket_id }) => ticket_id),
});
