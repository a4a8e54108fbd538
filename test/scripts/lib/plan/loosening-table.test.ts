/** The table of fields that can weaken a tenant: further fields, and that none of Auth0's is forgotten. */
import { describe, expect, test } from 'vitest';
import { LOOSENING } from '../../../../scripts/lib/plan/loosening-table.ts';
import { withLosses } from '../../../../scripts/lib/plan/losses.ts';
import { judgedFields } from '../../../support/judged-fields.ts';

const isLoosened = (section: string, field: string, old: unknown, next: unknown): boolean =>
  withLosses({
    section,
    name: 'One',
    change: 'changed',
    tenantWide: false,
    fields: [{ field, old, new: next }],
  }).fields.some(({ loosened }) => loosened !== undefined);

/** Looser from the first value to the second, and not back. */
test.each<[section: string, field: string, strict: unknown, loose: unknown]>([
  ['clients', 'grant_types', ['authorization_code'], ['http://auth0.com/oauth/legacy/grant-type/ro']],
  ['clients', 'refresh_token.policies', [], [{ audience: 'https://api', scope: ['read'] }]],
  ['clients', 'refresh_token.token_lifetime', 3600, 0],
  ['clients', 'refresh_token.idle_token_lifetime', 3600, -1],
  ['clients', 'refresh_token.leeway', 0, 60],
  ['clients', 'par_request_expiry', 30, 600],
  ['clients', 'allowed_clients', [], ['other']],
  ['clients', 'session_transfer.allowed_authentication_methods', ['cookie'], ['cookie', 'query']],
  ['clients', 'oidc_logout.backchannel_logout_initiators.mode', 'all', 'custom'],
  ['clients', 'async_approval_notification_channels', ['guardian-push'], ['guardian-push', 'email']],
  ['clients', 'token_quota.client_credentials.enforce', true, false],
  ['clients', 'token_quota.client_credentials.per_hour', 10, 100],
  ['clients', 'token_vault_privileged_access.ip_allowlist', ['1.1.1.1'], ['1.1.1.1', '0.0.0.0/0']],
  ['clients', 'my_organization_configuration.connection_deletion_behavior', 'allow_if_empty', 'allow'],
  ['clients', 'my_organization_configuration.allowed_strategies', ['okta'], ['okta', 'samlp']],
  ['clients', 'addons.samlp.lifetimeInSeconds', 300, 3600],
  ['clients', 'addons.samlp.signatureAlgorithm', 'rsa-sha256', 'rsa-sha1'],
  ['clients', 'addons.azure_blob.blob_delete', false, true],
  ['connections', 'options.authentication_methods.email_otp.enabled', false, true],
  ['databases', 'options.authentication_methods', { passkey: { enabled: false } }, { passkey: { enabled: true } }],
  ['databases', 'options.attributes.phone_number.identifier.active', false, true],
  ['databases', 'options.enabledDatabaseCustomization', false, true],
  ['databases', 'options.import_mode', false, true],
  ['databases', 'options.disable_self_service_change_password', true, false],
  ['connections', 'options.set_user_root_attributes', 'never_on_login', 'on_each_login'],
  ['connections', 'options.domain_aliases', ['acme.com'], ['acme.com', 'bolt.com']],
  ['connections', 'options.useCommonEndpoint', false, true],
  ['connections', 'options.token_endpoint_auth_method', 'private_key_jwt', 'client_secret_post'],
  ['connections', 'options.signInEndpoint', 'https://idp.acme.com', 'http://idp.acme.com'],
  ['connections', 'authentication.active', false, true],
  ['clientGrants', 'default_for', null, 'third_party_clients'],
  ['tenant', 'flags.allow_other_legacy_grant_types', false, true],
  ['tenant', 'device_flow.charset', 'base20', 'digits'],
  ['tenant', 'device_flow.mask', '****-****', '**-**'],
  ['tenant', 'default_token_quota.clients.client_credentials.per_day', 10, 1000],
  ['tenant', 'session_lifetime', 24, 0],
  ['prompts', 'webauthn_platform_first_factor', false, true],
  ['attackProtection', 'bruteForceProtection.shields', ['block'], []],
  ['attackProtection', 'breachedPasswordDetection.stage.pre-user-registration.shields', ['block'], []],
  ['attackProtection', 'breachedPasswordDetection.method', 'enhanced', 'standard'],
  ['attackProtection', 'bruteForceProtection.mode', 'count_per_identifier', 'count_per_identifier_and_ip'],
  ['attackProtection', 'suspiciousIpThrottling.stage.pre-login.rate', 864_000, 1000],
  ['attackProtection', 'captcha.auth_challenge.fail_open', false, true],
  ['networkACLs', 'active', true, false],
  ['logStreams', 'status', 'active', 'paused'],
  ['rules', 'enabled', true, false],
  ['riskAssessment', 'settings.enabled', true, false],
  ['emailTemplates', 'urlLifetimeInSeconds', 3600, 999_999],
])('%s: %s', (section, field, strict, loose) => {
  expect([isLoosened(section, field, strict, loose), isLoosened(section, field, loose, strict)]).toEqual([true, false]);
});

describe('of a section that is not compared, a value that is weak by itself is loosened', () => {
  test.each<[string, string, unknown]>([
    ['attackProtection', 'bruteForceProtection', { enabled: true, shields: [] }],
    ['attackProtection', 'suspiciousIpThrottling', { stage: { 'pre-login': { max_attempts: 0 } } }],
    ['networkACLs', 'active', false],
    ['logStreams', 'status', 'paused'],
  ])('%s: %s', (section, field, value) => {
    expect(isLoosened(section, field, undefined, value)).toBe(true);
  });

  test.each<[string, string, unknown]>([
    ['attackProtection', 'bruteForceProtection', { enabled: true, shields: ['block'], max_attempts: 10 }],
    ['attackProtection', 'breachedPasswordDetection', { method: 'standard' }],
    ['logStreams', 'status', 'active'],
  ])('and not %s: %s', (section, field, value) => {
    expect(isLoosened(section, field, undefined, value)).toBe(false);
  });
});

/** Fields of Auth0's that weaken nothing, whichever way they change: looks, names, formats, what a profile has. */
const NEUTRAL: Readonly<Record<string, RegExp>> = {
  clients:
    /^(addons\.samlp\.(createUpnClaim|mapIdentities|mapUnknownClaimsAsIs|passthroughClaimsWithNoMapping|signResponse)|app_type|custom_login_page_on|express_configuration\.enable_(client|organization)|jwt_configuration\.secret_encoded|oidc_(backchannel_)?logout\.backchannel_logout_session_metadata\.include|sso|sso_disabled)$/,
  resourceServers: /^(proof_of_possession\.mechanism|token_dialect|token_encryption\.(encryption_key\.alg|format))$/,
  tenant:
    /^(change_password\.enabled|country_codes\.mode|enable_ai_guide|error_page\.show_log_link|flags\.(allow_changing_enable_sso|cannot_change_enforce_client_authentication_on_passwordless_start|custom_domains_provisioning|dashboard_\w+|disable_fields_map_fix|enable_(apis_section|custom_domain_in_emails|legacy_logs_search_v2|sso)|genai_trial|mfa_show_factor_list_on_enrollment|new_universal_login_experience_enabled|remove_alg_from_jwks|universal_login|use_scope_descriptions_for_consent)|guardian_mfa_page\.enabled|include_session_metadata_in_tenant_logs|mtls\.enable_endpoint_aliases|oidc_logout\.rp_logout_end_session_endpoint_discovery|phone_consolidated_experience|resource_parameter_profile|security_headers\.(content_security_policy\.reporting_infrastructure\.report_to\.max_age|x_xss_protection\.(enabled|mode))|universal_login\.identifier_first)$/,
  connections:
    /^(options\.(api_enable_(groups|users)|assertion_decryption_settings\.algorithm_profile|attributes\.\w+\.(identifier\.default_method|profile_required|verification_method|validation\..+)|authentication_methods\.password\.api_behavior|basic_profile|dpop_signing_alg|ext_\w+|gateway_authentication\.secret_base64_encoded|id_token_session_expiry_supported|passkey_options\.\w+|token_endpoint_(auth_signing_alg|jwtca_aud_format)|upstream_params\..+|validation\.username\.(min|max))|show_as_button|strategy)$/,
  clientGrants: /^subject_type$/,
  prompts: /^(identifier_first|universal_login_experience)$/,
  emailTemplates: /^(enabled|template)$/,
};

test.each([
  ['clients', 'POST /clients'],
  ['resourceServers', 'POST /resource-servers'],
  ['tenant', 'PATCH /tenants/settings'],
  ['connections', 'POST /connections'],
  ['clientGrants', 'POST /client-grants'],
  ['prompts', 'PATCH /prompts'],
  ['emailTemplates', 'POST /email-templates'],
])(
  'each switch, choice and number of %s is judged: in the table, or here as one that weakens nothing',
  (section, operation) => {
    const fields = judgedFields(operation);
    expect(fields.length).toBeGreaterThan(2);
    const isInTable = (field: string): boolean =>
      LOOSENING.some((rule) => {
        const [wanted, found] = [rule.field.split('.'), field.split('.')];
        return (
          rule.sections.includes(section) &&
          wanted.length === found.length &&
          wanted.every((part, index) => part === '*' || part === found[index])
        );
      });
    expect(fields.filter((field) => !isInTable(field) && !NEUTRAL[section]?.test(field))).toEqual([]);
  },
);
