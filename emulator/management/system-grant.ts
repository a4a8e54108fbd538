import type { ClientGrantRecord, TenantState } from '../state.ts';

/** Lists what Okta's client may do with the Management API (docs/notes/express-configuration.md#system-grant). */
const SCOPES = [
  'read:clients',
  'read:user_attribute_profiles',
  'read:connection_profiles',
  'read:organizations_summary',
  'read:connections',
  'create:connections',
  'update:connections',
  'read:connections_options',
  'update:connections_options',
  'read:organization_connections',
  'create:organization_connections',
  'update:organization_connections',
  'create:scim_config',
  'read:scim_token',
  'create:scim_token',
  'delete:scim_token',
];

/** Returns the grant that comes with a client of `app_type: express_configuration`. */
export const systemGrant = (state: TenantState, clientId: string): ClientGrantRecord => ({
  id: state.newId('cgr_'),
  client_id: clientId,
  audience: `https://${state.domain}/api/v2/`,
  scope: [...SCOPES],
  is_system: true,
  subject_type: 'client',
});
