import type { PromptDetail } from 'oidc-provider';
import type { FactorPrompt } from '../runtime/factor-prompt.ts';
import { hasInvitation } from './invitation.ts';
import type { Interaction } from './page-route.ts';

const PATHS: Record<string, string> = {
  organization: '/u/organization',
  login: '/u/login/identifier',
  'organization-picker': '/u/organization/picker',
  consent: '/u/consent',
};

export const ACCEPT_INVITATION_PATH = '/u/accept-invitation';

export const PICKER_PATHS = { challenge: '/u/mfa-login-options', enroll: '/u/mfa-enroll-options' } as const;

const isFactorPrompt = (value: unknown): value is FactorPrompt =>
  typeof value === 'object' && value !== null && 'kind' in value && 'factor' in value;

/** Where a prompt sends the browser: Universal Login's page, or where an Action sent the user; `state` names the login. */
export function promptUrl({ prompt, params, uid: state }: Interaction): string {
  const { redirectUrl } = prompt.details;
  if (typeof redirectUrl !== 'string') {
    const isInvited = prompt.name === 'login' && hasInvitation(params);
    return `${isInvited ? ACCEPT_INVITATION_PATH : pagePath(prompt)}?state=${state}`;
  }
  const url = new URL(redirectUrl);
  url.searchParams.set('state', state);
  return url.href;
}

/** Universal Login's path of a factor, for instance `/u/mfa-otp-challenge`. */
export const factorPath = ({ kind, factor }: Pick<FactorPrompt, 'kind' | 'factor'>): string =>
  `/u/mfa-${factor}-${kind === 'enroll' ? 'enrollment' : 'challenge'}`;

function pagePath({ name, details }: PromptDetail): string {
  const prompt: unknown = details.factorPrompt;
  if (!isFactorPrompt(prompt)) return PATHS[name] ?? '/u/error';
  return prompt.pick ? PICKER_PATHS[prompt.kind] : factorPath(prompt);
}
