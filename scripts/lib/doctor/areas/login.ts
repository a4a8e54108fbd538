import { AUDIENCE } from '../../../../library/scopes.ts';
import { factorName } from '../../check/step-up.ts';
import { DEPENDENT_FACTORS } from '../../manifest/auth0-names.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** What the login shows and asks for. */
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
