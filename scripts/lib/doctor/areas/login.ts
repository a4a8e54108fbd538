import { AUDIENCE } from '../../../../library/scopes.ts';
import { factorName } from '../../check/settings/step-up.ts';
import { DEPENDENT_FACTORS } from '../../manifest/auth0-names.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
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
} as const satisfies Descriptions;

const finding = findingOf(LOGIN);

/** Judges what the login shows and asks for. */
export function judgeLogin({ tenant, team }: Subject): Finding[] {
  return [...judgeSettings(tenant), ...judgePrompts(tenant), ...judgeFactors(tenant, team), ...judgeEmail(tenant)];
}

type Tenant = Subject['tenant'];

function judgeSettings({ settings }: Tenant): Finding[] {
  if (settings === undefined) return [];
  const flags = new Map<string, unknown>(Object.entries(settings.flags ?? {}));
  const found: Finding[] = [];
  const connections = flags.get('enable_client_connections');
  if (connections !== false) {
    found.push(finding('APPLICATION_CONNECTIONS_ON', `enable_client_connections is ${connections ?? 'unset: true'}`));
  }
  if (flags.get('use_scope_descriptions_for_consent') !== true) {
    found.push(finding('SCOPE_DESCRIPTIONS_OFF', 'use_scope_descriptions_for_consent is not true'));
  }
  if (settings.customize_mfa_in_postlogin_action !== true) {
    found.push(finding('CUSTOMIZE_MFA_OFF', 'customize_mfa_in_postlogin_action is not true'));
  }
  if (settings.default_directory) {
    found.push(finding('DEFAULT_DIRECTORY_SET', `default_directory is "${settings.default_directory}"`));
  }
  if (settings.default_audience === AUDIENCE) {
    found.push(finding('DEFAULT_AUDIENCE_SET', `default_audience is ${AUDIENCE}`));
  }
  return found;
}

function judgePrompts({ prompts }: Tenant): Finding[] {
  if (prompts === undefined) return [];
  const { universal_login_experience: experience, identifier_first: identifierFirst } = prompts;
  return [
    ...(experience === 'classic' ? [finding('CLASSIC_LOGIN', 'universal_login_experience is classic')] : []),
    ...(identifierFirst === true ? [] : [finding('IDENTIFIER_FIRST_OFF', 'identifier_first is not true')]),
  ];
}

/** Any policy does: an Action's challenge takes the place of what a policy would ask for. */
function judgeFactors({ factors }: Tenant, { config }: Subject['team']): Finding[] {
  if (factors === undefined || config.stepUp.mode === 'off') return [];
  const enabled = factors.filter((factor) => factor.enabled).map(({ name = '' }) => name);
  const allowed = config.stepUp.allowedFactors.map(factorName);
  const list = enabled.join(', ') || 'none';
  const found: Finding[] = [];
  if (!allowed.some((name) => enabled.includes(name))) {
    found.push(finding('FACTOR_NONE_ALLOWED', `enabled: ${list}; allowed: ${allowed.join(', ')}`));
  }
  if (enabled.length > 0 && enabled.every((name) => DEPENDENT_FACTORS.includes(name))) {
    found.push(finding('FACTOR_ONLY_DEPENDENT', `enabled: ${list}`));
  }
  if (config.stepUp.emailFirst === 'always' && !enabled.includes('email')) {
    found.push(finding('FACTOR_EMAIL_MISSING', `enabled: ${list}`));
  }
  return found;
}

function judgeEmail({ emailProvider, factors = [], emailConnections = [] }: Tenant): Finding[] {
  if (emailProvider !== 'absent') return [];
  const users = [
    ...(factors.some((factor) => factor.name === 'email' && factor.enabled) ? ['the factor email'] : []),
    ...emailConnections.map(({ name }) => `connection "${name}"`),
  ];
  if (users.length === 0) return [];
  return [finding('EMAIL_PROVIDER_MISSING', `no email provider, and ${users.join(' and ')} sends codes`)];
}
