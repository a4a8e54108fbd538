import {
  adds,
  becomes,
  type Looser,
  leaves,
  longer,
  off,
  on,
  openAddress,
  otherThan,
  shorter,
  weaker,
} from './loosening-kinds.ts';

/** A field that weakens the tenant's security when it changes in one direction. */
export interface LooseningRule {
  /** Of `tenant.yaml`. */
  sections: readonly string[];
  /** Dotted, from the entry; `*` is any name. */
  field: string;
  looser: Looser;
  /** What becomes possible then. */
  means: string;
}

type Row = readonly [field: string, looser: Looser, means: string];

const rows = (sections: readonly string[], ...list: readonly Row[]): LooseningRule[] =>
  list.map(([field, looser, means]) => ({ sections, field, looser, means }));

const ADDRESS = 'an address with a wildcard, a placeholder or http';
const LONGER = 'it stays valid longer';
const WEAK_GRANTS = [
  'implicit',
  'password',
  'http://auth0.com/oauth/grant-type/password-realm',
  'urn:auth0:params:oauth:grant-type:password-realm',
];
const PASSWORD_POLICIES = ['excellent', 'good', 'fair', 'low', 'none'];

const applications = rows(
  ['clients'],
  ['organization_usage', leaves('require'), 'logins outside an organization'],
  [
    'organization_require_behavior',
    otherThan('pre_login_prompt', 'no_prompt'),
    'logins that do not name the organization first',
  ],
  ['callbacks', adds(openAddress), ADDRESS],
  ['allowed_origins', adds(openAddress), ADDRESS],
  ['web_origins', adds(openAddress), ADDRESS],
  ['allowed_logout_urls', adds(openAddress), ADDRESS],
  ['initiate_login_uri', adds(openAddress), ADDRESS],
  ['oidc_logout.backchannel_logout_urls', adds(openAddress), ADDRESS],
  ['oidc_backchannel_logout.backchannel_logout_urls', adds(openAddress), ADDRESS],
  ['express_configuration.initiate_login_uri_template', adds((address) => /^http:/i.test(address)), ADDRESS],
  ['is_first_party', on(true), 'access without the consent of users'],
  ['oidc_conformant', off(false), 'older, weaker protocols'],
  ['token_endpoint_auth_method', becomes('none'), 'tokens without authentication of the application'],
  ['is_token_endpoint_ip_header_trusted', on(), 'the application says which address a login comes from'],
  ['cross_origin_authentication', on(), 'passwords sent from other origins'],
  ['cross_origin_auth', on(), 'passwords sent from other origins'],
  [
    'grant_types',
    adds((grant) => WEAK_GRANTS.includes(grant)),
    'a grant that shows tokens or passwords to the application',
  ],
  ['jwt_configuration.alg', becomes('HS256', 'none'), 'tokens signed with a shared secret, or not at all'],
  ['jwt_configuration.lifetime_in_seconds', longer(36_000), LONGER],
  ['refresh_token.rotation_type', becomes('non-rotating'), 'refresh tokens that are used more than once'],
  ['refresh_token.expiration_type', becomes('non-expiring'), 'refresh tokens without an end'],
  ['refresh_token.token_lifetime', longer(), LONGER],
  ['refresh_token.idle_token_lifetime', longer(), LONGER],
  ['refresh_token.infinite_token_lifetime', on(), LONGER],
  ['refresh_token.infinite_idle_token_lifetime', on(), LONGER],
  ['refresh_token.leeway', longer(0), 'a used refresh token works longer'],
  ['require_pushed_authorization_requests', off(false), 'authorization requests from the browser'],
  ['require_proof_of_possession', off(false), 'tokens that work for whoever has them'],
  ['signed_request_object.required', off(false), 'authorization requests without a signature'],
  ['skip_non_verifiable_callback_uri_confirmation_prompt', on(), 'callbacks of other programs without a question'],
  ['compliance_level', becomes('none'), 'less than the security profile demands'],
  ['third_party_security_mode', becomes('permissive'), 'third parties with weaker settings'],
  ['redirection_policy', becomes('allow_always'), 'open redirects'],
  ['token_exchange.allow_any_profile_of_type', adds(() => true), 'another way to exchange tokens'],
  ['session_transfer.can_create_session_transfer_token', on(), 'sessions handed to other applications'],
  ['session_transfer.enforce_cascade_revocation', off(), 'sessions that outlive the one they came from'],
  ['session_transfer.enforce_online_refresh_tokens', off(), 'refresh tokens that outlive the session'],
  ['session_transfer.allow_refresh_token', on(), 'refresh tokens for handed sessions'],
  ['session_transfer.enforce_device_binding', weaker(['ip', 'asn', 'none'], 'ip'), 'sessions used from elsewhere'],
  ['session_transfer.delegation.allow_delegated_access', on(), 'access in the name of others'],
  [
    'session_transfer.delegation.enforce_device_binding',
    weaker(['ip', 'asn', 'none'], 'ip'),
    'sessions used from elsewhere',
  ],
  ['native_social_login.*.enabled', on(), 'another way to log in'],
  ['fedcm_login.*.is_enabled', on(), 'another way to log in'],
);

const CONNECTION = ['databases', 'connections'];
const connections = rows(
  CONNECTION,
  ['options.disable_signup', off(false), 'accounts that anybody makes'],
  ['options.brute_force_protection', off(), 'passwords tried without end'],
  ['options.mfa.active', off(), 'logins without a second factor'],
  ['options.passwordPolicy', weaker(PASSWORD_POLICIES, 'none'), 'weaker passwords'],
  ['options.password_policy', weaker(PASSWORD_POLICIES, 'none'), 'weaker passwords'],
  ['options.password_complexity_options.min_length', shorter(), 'shorter passwords'],
  ['options.password_history.enable', off(false), 'passwords used before'],
  ['options.password_history.size', shorter(), 'passwords used before'],
  ['options.password_dictionary.enable', off(false), 'passwords that everybody knows'],
  ['options.password_no_personal_info.enable', off(false), 'passwords with personal data'],
  ['options.password_options.complexity.min_length', shorter(), 'shorter passwords'],
  ['options.password_options.complexity.character_type_rule', becomes('three_of_four'), 'weaker passwords'],
  ['options.password_options.complexity.identical_characters', becomes('allow'), 'weaker passwords'],
  ['options.password_options.complexity.sequential_characters', becomes('allow'), 'weaker passwords'],
  ['options.password_options.history.active', off(false), 'passwords used before'],
  ['options.password_options.history.size', shorter(), 'passwords used before'],
  ['options.password_options.dictionary.active', off(false), 'passwords that everybody knows'],
  ['options.password_options.dictionary.default', weaker(['en_100k', 'en_10k'], 'en_10k'), 'passwords that many know'],
  ['options.password_options.profile_data.active', off(false), 'passwords with personal data'],
  ['options.authentication_methods.password.signup_behavior', becomes('allow'), 'accounts that anybody makes'],
  ['options.attributes.*.signup.status', weaker(['inactive', 'optional', 'required']), 'more ways to sign up'],
  ['options.attributes.*.signup.verification.active', off(false), 'accounts with addresses that nobody proved'],
  ['options.attributes.*.unique', off(), 'two accounts of one address'],
  [
    'options.should_trust_email_verified_connection',
    becomes('always_set_emails_as_verified'),
    'addresses that nobody proved count',
  ],
  ['options.signSAMLRequest', off(false), 'requests without a signature'],
  ['options.signatureAlgorithm', becomes('rsa-sha1'), 'weak signatures'],
  ['options.digestAlgorithm', becomes('sha1'), 'weak signatures'],
  ['options.idpinitiated.enabled', on(), 'logins that nobody began here'],
  ['options.pkce', becomes('disabled'), 'codes that work for whoever has them'],
  ['options.connection_settings.pkce', becomes('disabled'), 'codes that work for whoever has them'],
  ['options.totp.time_step', longer(180), LONGER],
  ['options.totp.length', shorter(6), 'shorter codes'],
  ['options.enable_script_context', on(), 'scripts that see more'],
  ['options.federated_connections_access_tokens.active', on(), "tokens of the provider's side are kept"],
  ['connected_accounts.active', on(), "tokens of the provider's side are kept"],
  ['cross_app_access_requesting_app.active', on(), 'access to other applications'],
  ['is_domain_connection', on(), 'every organization and application can use it'],
);

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
  ['allow_any_organization', on(), 'access to every organization'],
  ['allow_all_scopes', on(), 'every permission of the API, also later ones'],
);

const SESSION = 'sessions last longer';
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
  ['*.allowlist', adds(() => true), 'attacks from these addresses'],
  ['bruteForceProtection.max_attempts', longer(10), 'more tries'],
  ['suspiciousIpThrottling.stage.pre-login.max_attempts', longer(100), 'more tries'],
  ['suspiciousIpThrottling.stage.pre-user-registration.max_attempts', longer(50), 'more tries'],
  ['botDetection.bot_detection_level', becomes('low'), 'attacks that are stopped today'],
  ['botDetection.monitoring_mode_enabled', on(), 'attacks that are stopped today'],
  ['botDetection.*', becomes('never'), 'attacks that are stopped today'],
);

const domains = rows(['customDomains'], ['tls_policy', becomes('compatible'), 'older, weaker protocols']);

/** Every field of `tenant.yaml` that can loosen a tenant's security, in one table. */
export const LOOSENING: readonly LooseningRule[] = [
  ...applications,
  ...connections,
  ...apis,
  ...grants,
  ...tenant,
  ...factors,
  ...attackProtection,
  ...domains,
];
