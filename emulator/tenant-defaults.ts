import type { TenantSettings } from './records/tenant.ts';

/** Returns the settings of a new tenant; other settings are absent until they are sent (recorded 2026). */
export const newTenantSettings = (): TenantSettings => ({
  friendly_name: 'Local tenant',
  change_password: { enabled: false },
  guardian_mfa_page: { enabled: false },
  flags: {
    allow_changing_enable_sso: false,
    disable_clickjack_protection_headers: false,
    disable_impersonation: true,
    enable_sso: true,
    new_universal_login_experience_enabled: true,
    revoke_refresh_token_grant: false,
    universal_login: true,
  },
  session_lifetime: 168,
  idle_session_lifetime: 72,
  ephemeral_session_lifetime: 72,
  idle_ephemeral_session_lifetime: 24,
  sandbox_version: '22',
  oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
  universal_login: {},
  resource_parameter_profile: 'audience',
  phone_consolidated_experience: false,
  client_id_metadata_document_supported: false,
});
