import type { Failure } from '../../failures.ts';
import { describeIfKnown, describeName } from '../../manifest/describe-value.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { removeName } from '../../manifest/schema.ts';

/** Flags auth0-deploy-cli 8.44 writes (`lib/tools/auth0/handlers/tenant.js`); it drops any other with a warning. */
export const DEPLOY_CLI_FLAGS: readonly string[] = [
  'allow_legacy_delegation_grant_types',
  'allow_legacy_ro_grant_types',
  'allow_legacy_tokeninfo_endpoint',
  'change_pwd_flow_v1',
  'dashboard_insights_view',
  'dashboard_log_streams_next',
  'disable_clickjack_protection_headers',
  'disable_fields_map_fix',
  'disable_management_api_sms_obfuscation',
  'enable_adfs_waad_email_verification',
  'enable_apis_section',
  'enable_client_connections',
  'enable_dynamic_client_registration',
  'enable_idtoken_api2',
  'enable_legacy_profile',
  'enable_pipeline2',
  'enable_public_signup_user_exists_error',
  'enable_sso',
  'enforce_client_authentication_on_passwordless_start',
  'improved_signup_bot_detection_in_classic',
  'mfa_show_factor_list_on_enrollment',
  'no_disclose_enterprise_connections',
  'require_pushed_authorization_requests',
  'revoke_refresh_token_grant',
  'trust_azure_adfs_email_verified_connection_property',
  'use_scope_descriptions_for_consent',
];

const CONNECTIONS = 'enable_client_connections';

/** Settings a deploy would lose, and the one that gives every new application every connection. */
export function checkTenantSettings({ tenant, placeOf, placeOfKey }: Manifest): Failure[] {
  const flags = new Map(Object.entries(tenant.tenant?.flags ?? {}));
  const dropped = [...flags.keys()].filter((flag) => !DEPLOY_CLI_FLAGS.includes(flag));
  const failures = dropped.map(
    (flag): Failure => ({
      code: 'TENANT_FLAG',
      expected: 'a flag that auth0-deploy-cli writes',
      found: `${describeName(flag)}, which it drops with a warning`,
      where: placeOfKey(['tenant', 'flags', flag]),
      fix: removeName(flag),
    }),
  );
  if (flags.get(CONNECTIONS) === false) return failures;
  failures.push({
    code: 'CLIENT_CONNECTIONS',
    expected: 'enable_client_connections: false under `tenant: flags:`',
    found: flags.has(CONNECTIONS) ? describeIfKnown([true], flags.get(CONNECTIONS)) : 'nothing, which means true',
    where: placeOf(['tenant', 'flags', CONNECTIONS]),
    fix: "Write enable_client_connections: false: a new application must not get every customer's connection.",
  });
  return failures;
}
