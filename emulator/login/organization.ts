import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import {
  type ClientRecord,
  type ConnectionRecord,
  findClient,
  findOrganization,
  isMember,
  type OrganizationRecord,
  type TenantState,
} from '../state.ts';
import { accessDenied } from './audience.ts';
import { connectionsInUse } from './connections-in-use.ts';
import { joinOnlyOrganization } from './enterprise/auto-membership.ts';
import { acceptInvitation, invitationCheck } from './invitation.ts';
import { connectionIdIn, usedConnection } from './login-connection.ts';
import { namedOrganization, takesOrganizationNames } from './named-organization.ts';
import { type LoginProgress, progressOf } from './progress.ts';

const { Check, Prompt } = interactionPolicy;

/** Auth0's default; the OIN client has `require` from its creation on. */
const usageOf = (client: ClientRecord): 'deny' | 'allow' | 'require' => client.organization_usage ?? 'deny';

/** Returns the organization of a transaction: that of `/authorize?organization=`, or else the one chosen on a page. */
export function organizationOf(
  state: TenantState,
  parameter: unknown,
  progress: LoginProgress,
): OrganizationRecord | undefined {
  return typeof parameter === 'string'
    ? namedOrganization(state, parameter)
    : findOrganization(state, progress.organizationId);
}

export const organizationInLogin = (ctx: KoaContextWithOIDC, state: TenantState): OrganizationRecord | undefined =>
  organizationOf(state, ctx.oidc.params?.organization, progressOf(ctx));

/** Connections a user may log in with: the organization's, or without one those enabled for the client. */
export function connectionsInLogin(
  state: TenantState,
  clientId: string,
  organization: OrganizationRecord | undefined,
): ConnectionRecord[] {
  return state.connections.filter((connection) =>
    organization === undefined
      ? connection.enabled_clients.includes(clientId)
      : connectionsInUse(organization).some((enabled) => enabled.connection_id === connection.id),
  );
}

function clientOf(ctx: KoaContextWithOIDC, state: TenantState): ClientRecord {
  const client = findClient(state, ctx.oidc.client?.clientId);
  if (client === undefined) throw new errors.InvalidClient('client is invalid');
  return client;
}

/**
 * Refuses an organization's name if only ids are accepted, with Auth0's message (github.com/auth0/auth0-react, issue
 * 590).
 */
const organizationIsId = (state: TenantState) =>
  new Check('organization_is_name', 'parameter organization must be an organization id', 'invalid_request', (ctx) => {
    const parameter = ctx.oidc.params?.organization;
    if (typeof parameter === 'string' && !parameter.startsWith('org_') && !takesOrganizationNames(state)) {
      throw new errors.InvalidRequest('authorization request parameter organization must be an organization id');
    }
    return false;
  });

/** Asks for the organization before credentials (`pre_login_prompt`), and refuses one that is unknown or not allowed. */
export const organizationPrompt = (state: TenantState) =>
  new Prompt(
    { name: 'organization' },
    organizationIsId(state),
    invitationCheck(state),
    new Check(
      'organization_missing',
      'parameter organization is required for this client',
      'invalid_request',
      (ctx) => {
        const client = clientOf(ctx, state);
        const parameter = ctx.oidc.params?.organization;
        if (parameter !== undefined && usageOf(client) === 'deny') {
          throw new errors.InvalidRequest('parameter organization is not allowed for this client');
        }
        const organization = organizationInLogin(ctx, state);
        if (parameter !== undefined && organization === undefined) {
          throw new errors.InvalidRequest(`parameter organization is invalid: ${String(parameter)}`);
        }
        if (organization !== undefined || usageOf(client) !== 'require') return false;
        if (client.organization_require_behavior === 'pre_login_prompt') return true;
        if (client.organization_require_behavior === 'post_login_prompt') return false;
        throw new errors.InvalidRequest('parameter organization is required for this client');
      },
    ),
  );

/** Returns the prompt after the credentials: it lets the user choose (`post_login_prompt`) and checks membership. */
export const membershipPrompt = (state: TenantState) =>
  new Prompt(
    { name: 'organization-picker' },
    new Check('organization_membership', 'organization is required', 'interaction_required', (ctx) => {
      const client = clientOf(ctx, state);
      const organization = organizationInLogin(ctx, state);
      const userId = ctx.oidc.session?.accountId;
      if (userId === undefined) return false;
      const used = usedConnection(state, connectionIdIn(ctx.oidc.session?.amr), userId);
      acceptInvitation(ctx, state, userId, used);
      if (organization === undefined) {
        if (usageOf(client) === 'require') joinOnlyOrganization(state, userId, used);
        return usageOf(client) === 'require';
      }
      joinOnLogin(state, organization, userId, used);
      if (!isMember(state, organization.id, userId)) {
        throw accessDenied(`user ${userId} is not part of the ${organization.id} organization`);
      }
      return false;
    }),
  );

/**
 * Applies "Membership On Authentication" of an organization's connection: the one that the login used, not a linked
 * account's.
 */
function joinOnLogin(
  state: TenantState,
  organization: OrganizationRecord,
  userId: string,
  used: ConnectionRecord | undefined,
): void {
  if (isMember(state, organization.id, userId)) return;
  const joins = connectionsInUse(organization).some(
    ({ assign_membership_on_login, connection_id }) => assign_membership_on_login && connection_id === used?.id,
  );
  if (joins) state.members.push({ org_id: organization.id, user_id: userId });
}
