import type { PromptDetail } from 'oidc-provider';
import type { FactorPrompt } from '../runtime/factor-prompt.ts';
import type { TenantState } from '../state.ts';
import { hasInvitation } from './invitation.ts';
import type { Interaction } from './page-route.ts';
import { messageTypes } from './phone.ts';

const PATHS: Record<string, string> = {
  organization: '/u/organization',
  login: '/u/login/identifier',
  'organization-picker': '/u/organization/picker',
  consent: '/u/consent',
};

export const ACCEPT_INVITATION_PATH = '/u/accept-invitation';

export const PICKER_PATHS = { challenge: '/u/mfa-login-options', enroll: '/u/mfa-enroll-options' } as const;

export const PUSH_PATHS = { challenge: '/u/mfa-push-challenge-push', enroll: '/u/mfa-push-enrollment-qr' } as const;

const SUFFIXES = { challenge: 'challenge', enroll: 'enrollment' } as const;

const isFactorPrompt = (value: unknown): value is FactorPrompt =>
  typeof value === 'object' && value !== null && 'kind' in value && 'factor' in value;

/**
 * Returns the address to which a prompt sends the browser: Universal Login's page, or the page an Action redirected to;
 * its parameter `state` names the login.
 */
export function promptUrl(tenant: TenantState, { prompt, params, uid: state }: Interaction): string {
  const { redirectUrl } = prompt.details;
  if (typeof redirectUrl !== 'string') {
    const isInvited = prompt.name === 'login' && hasInvitation(params);
    return `${isInvited ? ACCEPT_INVITATION_PATH : pagePath(tenant, prompt)}?state=${state}`;
  }
  const url = new URL(redirectUrl);
  url.searchParams.set('state', state);
  return url.href;
}

/** Returns Universal Login's path of a factor, for instance `/u/mfa-otp-challenge`. */
export function factorPath(state: TenantState, { kind, factor }: Pick<FactorPrompt, 'kind' | 'factor'>): string {
  if (factor === 'phone') return phonePath(state, kind);
  if (factor === 'push-notification') return PUSH_PATHS[kind];
  return `/u/mfa-${factor}-${SUFFIXES[kind]}`;
}

/** Returns the path for phones: the page of the one message type, or with two types a page that asks which. */
export function phonePath(state: TenantState, kind: FactorPrompt['kind']): string {
  const [type, other] = messageTypes(state);
  return `/u/mfa-${other === undefined ? type : 'phone'}-${SUFFIXES[kind]}`;
}

function pagePath(state: TenantState, { name, details }: PromptDetail): string {
  const prompt: unknown = details.factorPrompt;
  if (!isFactorPrompt(prompt)) return PATHS[name] ?? '/u/error';
  return prompt.pick ? PICKER_PATHS[prompt.kind] : factorPath(state, prompt);
}
