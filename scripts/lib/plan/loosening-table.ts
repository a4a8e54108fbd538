import { applications } from './loosening-applications.ts';
import { connections } from './loosening-connections.ts';
import {
  adds,
  becomes,
  empties,
  fewerPlaces,
  leaves,
  longer,
  off,
  on,
  openAddress,
  shorter,
  weaker,
} from './loosening-kinds.ts';
import { ADDRESS, LONGER, type LooseningRule, rows, SESSION } from './loosening-rows.ts';

const apis = rows(
  ['resourceServers'],
  ['enforce_policies', off(false), 'tokens without the permission of a role'],
  ['skip_consent_for_verifiable_first_party_clients', on(), 'access without the consent of users'],
  ['allow_offline_access', on(), 'refresh tokens'],
  ['allow_online_access', on(), 'refresh tokens'],
  ['allow_online_access_with_ephemeral_sessions', on(), 'refresh tokens'],
  ['token_lifetime', longer(86_400), LONGER],
  ['token_lifetime_for_web', longer(7_200), LONGER],
  ['signing_alg', becomes('HS256', 'none'), 'tokens signed with a shared secret, or not at all'],
  ['proof_of_possession.required', off(false), 'tokens that work for whoever has them'],
  [
    'proof_of_possession.required_for',
    weaker(['all_clients', 'public_clients']),
    'tokens that work for whoever has them',
  ],
  ['consent_policy', leaves('transactional-authorization-with-mfa'), 'access without a second factor'],
  [
    'subject_type_authorization.*.policy',
    weaker(['deny_all', 'require_client_grant', 'allow_all']),
    'access without a grant',
  ],
);

const grants = rows(
  ['clientGrants'],
  ['organization_usage', leaves('require'), 'access outside an organization'],
  ['default_for', becomes('third_party_clients'), 'access for every third party'],
  ['allow_any_organization', on(), 'access to every organization'],
  ['allow_all_scopes', on(), 'every permission of the API, also later ones'],
);

const tenant = rows(
  ['tenant'],
  ['flags.enable_client_connections', on(true), 'new applications with every connection'],
  ['flags.enable_dynamic_client_registration', on(), 'applications that anybody makes'],
  ['dynamic_client_registration_security_mode', becomes('permissive'), 'third parties with weaker settings'],
  ['client_id_metadata_document_supported', on(), 'applications that anybody describes'],
  ['allow_organization_name_in_authentication_api', on(), 'organizations found by their names, which can be tried'],
  ['customize_mfa_in_postlogin_action', off(false), 'logins without a second factor: Actions ask for none'],
  ['skip_non_verifiable_callback_uri_confirmation_prompt', on(), 'callbacks of other programs without a question'],
  ['allowed_logout_urls', adds(openAddress), ADDRESS],
  ['default_redirection_uri', adds(openAddress), ADDRESS],
  ['session_lifetime', longer(168), SESSION],
  ['session_lifetime_in_minutes', longer(168 * 60), SESSION],
  ['idle_session_lifetime', longer(72), SESSION],
  ['idle_session_lifetime_in_minutes', longer(72 * 60), SESSION],
  ['ephemeral_session_lifetime', longer(72), SESSION],
  ['ephemeral_session_lifetime_in_minutes', longer(72 * 60), SESSION],
  ['idle_ephemeral_session_lifetime', longer(24), SESSION],
  ['idle_ephemeral_session_lifetime_in_minutes', longer(24 * 60), SESSION],
  ['session_cookie.mode', weaker(['non-persistent', 'persistent'], 'persistent'), 'sessions outlive the browser'],
  ['sessions.oidc_logout_prompt_enabled', off(), 'logouts without a question'],
  ['pushed_authorization_requests_supported', off(false), 'authorization requests from the browser'],
  ['authorization_response_iss_parameter_supported', off(false), 'answers that do not name their issuer'],
  ['security_headers.content_security_policy.enabled', off(false), 'pages without a content security policy'],
  ['flags.require_pushed_authorization_requests', off(false), 'authorization requests from the browser'],
  ['flags.require_signed_request_object', off(false), 'authorization requests without a signature'],
  ['device_flow.charset', weaker(['base20', 'digits'], 'base20'), 'shorter codes'],
  ['device_flow.mask', fewerPlaces('****-****'), 'shorter codes'],
  ['default_token_quota.*.client_credentials.enforce', off(false), 'more tokens'],
  ['default_token_quota.*.client_credentials.per_day', longer(), 'more tokens'],
  ['default_token_quota.*.client_credentials.per_hour', longer(), 'more tokens'],
  ['flags.allow_other_legacy_grant_types', on(), 'older, weaker protocols'],
  ['flags.allow_legacy_delegation_grant_types', on(), 'older, weaker protocols'],
  ['flags.allow_legacy_ro_grant_types', on(), 'older, weaker protocols'],
  ['flags.allow_legacy_tokeninfo_endpoint', on(), 'older, weaker protocols'],
  ['flags.enable_legacy_profile', on(), 'older, weaker protocols'],
  ['flags.enable_idtoken_api2', on(), 'older, weaker protocols'],
  ['flags.change_pwd_flow_v1', on(), 'older, weaker protocols'],
  ['flags.enable_pipeline2', off(), 'older, weaker protocols'],
  ['flags.disable_impersonation', off(false), 'logins in the name of others'],
  ['flags.disable_clickjack_protection_headers', on(), 'login pages in frames'],
  ['flags.disable_management_api_sms_obfuscation', on(true), 'phone numbers in full'],
  ['flags.enable_adfs_waad_email_verification', off(false), 'addresses that nobody proved'],
  ['flags.trust_azure_adfs_email_verified_connection_property', on(), 'addresses that nobody proved count'],
  ['flags.enable_public_signup_user_exists_error', on(), 'whoever asks learns who has an account'],
  ['flags.no_disclose_enterprise_connections', off(false), 'whoever asks learns which customers there are'],
  [
    'flags.enforce_client_authentication_on_passwordless_start',
    off(false),
    'codes sent without authentication of the application',
  ],
  ['flags.revoke_refresh_token_grant', off(false), 'access outlives a revoked refresh token'],
  ['flags.improved_signup_bot_detection_in_classic', off(false), 'sign-up by programs'],
);

const factors = rows(['guardianFactors'], ['enabled', off(), 'logins without this factor']);

const attackProtection = rows(
  ['attackProtection'],
  ['*.enabled', off(), 'attacks that are stopped today'],
  ['*.shields', empties(), 'attacks that are stopped today'],
  ['*.stage.*.shields', empties(), 'attacks that are stopped today'],
  ['*.fail_open', on(), 'attacks that are stopped today'],
  ['captcha.*.fail_open', on(), 'attacks that are stopped today'],
  ['breachedPasswordDetection.method', weaker(['enhanced', 'standard'], 'standard'), 'passwords that others know'],
  [
    'bruteForceProtection.mode',
    weaker(['count_per_identifier', 'count_per_identifier_and_ip'], 'count_per_identifier_and_ip'),
    'more tries',
  ],
  ['suspiciousIpThrottling.stage.pre-login.rate', shorter(864_000), 'more tries'],
  ['suspiciousIpThrottling.stage.pre-user-registration.rate', shorter(1_728_000), 'more tries'],
  ['*.allowlist', adds(() => true), 'attacks from these addresses'],
  ['bruteForceProtection.max_attempts', longer(10), 'more tries'],
  ['suspiciousIpThrottling.stage.pre-login.max_attempts', longer(100), 'more tries'],
  ['suspiciousIpThrottling.stage.pre-user-registration.max_attempts', longer(50), 'more tries'],
  ['botDetection.bot_detection_level', becomes('low'), 'attacks that are stopped today'],
  ['botDetection.monitoring_mode_enabled', on(), 'attacks that are stopped today'],
  ['botDetection.*', becomes('never'), 'attacks that are stopped today'],
);

const login = rows(['prompts'], ['webauthn_platform_first_factor', on(), 'a device in the place of a password']);

/** The rules of sections that are not compared: values that are weak in themselves. */
const others = [
  ...rows(
    ['networkACLs'],
    ['active', off(), 'requests that are blocked today'],
    ['rule.action.allow', on(), 'requests that are blocked today'],
  ),
  ...rows(
    ['logStreams'],
    ['status', becomes('paused', 'suspended'), 'events that nobody watches'],
    ['sink.splunkSecure', off(), 'requests that are not encrypted'],
  ),
  ...rows(['rules', 'hooks'], ['enabled', off(), 'logins without this code']),
  ...rows(
    ['riskAssessment'],
    ['settings.enabled', off(), 'attacks that are stopped today'],
    ['new_device.remember_for', longer(30), 'devices that count as known'],
  ),
  ...rows(['supplementalSignals'], ['akamai_enabled', off(), 'attacks that are stopped today']),
  ...rows(
    ['emailTemplates'],
    ['urlLifetimeInSeconds', longer(432_000), LONGER],
    ['includeEmailInRedirect', on(), "people's addresses in URLs"],
  ),
];

const domains = rows(['customDomains'], ['tls_policy', becomes('compatible'), 'older, weaker protocols']);

/** Lists every field of `tenant.yaml` that can loosen a tenant's security. */
export const LOOSENING: readonly LooseningRule[] = [
  ...applications,
  ...connections,
  ...apis,
  ...grants,
  ...tenant,
  ...factors,
  ...attackProtection,
  ...login,
  ...others,
  ...domains,
];
