import type { CatalogueEntry } from '../catalogue-entry.ts';

export const LOGIN = {
  APPLICATION_CONNECTIONS_ON: {
    severity: 'problem',
    requirement: 'R05',
    why: 'A new application gets every customer’s connection, and its people with it.',
    fix: 'Run: auth0 api patch "tenants/settings" --data \'{"flags":{"enable_client_connections":false}}\'',
  },
  CLASSIC_LOGIN: {
    severity: 'problem',
    requirement: 'R16',
    why: 'Organizations, their prompts and step-up by Actions are of Universal Login alone.',
    fix: 'Run: auth0 api patch "prompts" --data \'{"universal_login_experience":"new"}\'',
  },
  IDENTIFIER_FIRST_OFF: {
    severity: 'warning',
    requirement: 'R23',
    why: 'Home realm discovery goes by the email address that is asked for first: without it nobody is sent to their Okta.',
    fix: 'Run: auth0 api patch "prompts" --data \'{"identifier_first":true}\'',
  },
  SCOPE_DESCRIPTIONS_OFF: {
    severity: 'warning',
    requirement: 'R18',
    why: 'The consent page then shows names of scopes instead of what they permit.',
    fix: 'Run: auth0 api patch "tenants/settings" --data \'{"flags":{"use_scope_descriptions_for_consent":true}}\'',
  },
  CUSTOMIZE_MFA_OFF: {
    severity: 'problem',
    requirement: 'R46',
    why: 'Without it Actions can not ask for a factor, and every administrator is refused (EC_MFA_MISSING).',
    fix: 'Run: auth0 api patch "tenants/settings" --data \'{"customize_mfa_in_postlogin_action":true}\'',
  },
  DEFAULT_DIRECTORY_SET: {
    severity: 'warning',
    requirement: 'R17',
    why: 'With Prompt for Credentials people of this connection can log in as administrators, though nobody enabled it for the OIN client.',
    fix: 'Clear it (Auth0 dashboard, Settings, General, API Authorization Settings), or use pre_login_prompt.',
  },
  DEFAULT_AUDIENCE_SET: {
    severity: 'problem',
    requirement: 'T7',
    why: 'Every login without an audience is one for express configuration, and is denied by the Actions.',
    fix: 'Run: auth0 api patch "tenants/settings" --data \'{"default_audience":""}\'',
  },
  FACTOR_NONE_ALLOWED: {
    severity: 'problem',
    requirement: 'R46',
    why: 'None of the factors that actions/config.ts allows is on: nobody can prove one (EC_MFA_NO_FACTOR).',
    fix: 'Enable one under `guardianFactors:` in tenant/tenant.yaml and deploy.',
  },
  FACTOR_ONLY_DEPENDENT: {
    severity: 'problem',
    requirement: 'B21',
    why: 'Auth0 lets nobody enrol email or platform WebAuthn alone: people without another factor are locked out.',
    fix: 'Enable otp or webauthn-roaming besides, in tenant/tenant.yaml, and deploy.',
  },
  FACTOR_EMAIL_MISSING: {
    severity: 'problem',
    requirement: 'R46',
    why: "actions/config.ts says emailFirst: 'always', and the email factor is off: everyone is refused (EC_MFA_NO_FACTOR).",
    fix: 'Enable the factor email in tenant/tenant.yaml and deploy.',
  },
  EMAIL_PROVIDER_MISSING: {
    severity: 'warning',
    requirement: 'R45',
    why: 'Codes are emailed, and Auth0’s own provider is for tests: few of them arrive.',
    fix: 'Configure one (Auth0 dashboard, Branding, Email Provider), or put `emailProvider:` into tenant/tenant.yaml and deploy.',
  },
} as const satisfies Record<string, CatalogueEntry>;
