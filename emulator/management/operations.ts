import { actionBindingOperations } from './action-bindings.ts';
import { actionVersionOperations } from './action-versions.ts';
import { actionOperations } from './actions.ts';
import { authenticationMethodOperations } from './authentication-methods.ts';
import { clientCredentialOperations } from './client-credentials.ts';
import { clientGrantOperations } from './client-grants.ts';
import { clientOperations } from './clients.ts';
import { connectionProfileOperations } from './connection-profiles.ts';
import { connectionOperations } from './connections.ts';
import { customDomainOperations } from './custom-domains.ts';
import { discoveryDomainOperations } from './discovery-domains.ts';
import { emailProviderOperations } from './email-provider.ts';
import { enrollmentTicketOperations } from './enrollment-tickets.ts';
import { grantOperations } from './grants.ts';
import { guardianOperations } from './guardian.ts';
import { logOperations } from './logs.ts';
import type { Operations } from './operation.ts';
import { organizationConnectionOperations } from './organization-connections.ts';
import { organizationInvitationOperations } from './organization-invitations.ts';
import { organizationMemberOperations } from './organization-members.ts';
import { organizationOperations } from './organizations.ts';
import { phoneMessageOperations } from './phone-messages.ts';
import { promptOperations } from './prompts.ts';
import { resourceServerOperations } from './resource-servers.ts';
import { roleOperations } from './roles.ts';
import { scimConfigurationOperations } from './scim-configuration.ts';
import { scimTokenOperations } from './scim-tokens.ts';
import { tenantSettingsOperations } from './tenant-settings.ts';
import { userAttributeProfileOperations } from './user-attribute-profiles.ts';
import { userRoleOperations } from './user-roles.ts';
import { userSessionOperations } from './user-sessions.ts';
import { userOperations } from './users.ts';

/** Everything that is emulated. After adding to it, run `npm run openapi`. */
export const operations: Operations = {
  ...actionOperations,
  ...actionVersionOperations,
  ...actionBindingOperations,
  ...clientOperations,
  ...clientCredentialOperations,
  ...clientGrantOperations,
  ...connectionOperations,
  ...connectionProfileOperations,
  ...scimConfigurationOperations,
  ...scimTokenOperations,
  ...customDomainOperations,
  ...emailProviderOperations,
  ...grantOperations,
  ...guardianOperations,
  ...phoneMessageOperations,
  ...organizationOperations,
  ...organizationConnectionOperations,
  ...organizationMemberOperations,
  ...organizationInvitationOperations,
  ...discoveryDomainOperations,
  ...logOperations,
  ...promptOperations,
  ...resourceServerOperations,
  ...roleOperations,
  ...tenantSettingsOperations,
  ...userAttributeProfileOperations,
  ...userOperations,
  ...userRoleOperations,
  ...userSessionOperations,
  ...authenticationMethodOperations,
  ...enrollmentTicketOperations,
};
