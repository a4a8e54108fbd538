import type { PromptDetail } from 'oidc-provider';
import type { FactorPrompt } from '../runtime/factor-prompt.ts';

const PATHS: Record<string, string> = {
  organization: '/u/organization',
  login: '/u/login/identifier',
  'organization-picker': '/u/organization/picker',
  consent: '/u/consent',
};

const isFactorPrompt = (value: unknown): value is FactorPrompt =>
  typeof value === 'object' && value !== null && 'kind' in value && 'factor' in value;

/** Universal Login's path for a prompt, for instance `/u/mfa-otp-challenge`. */
export function pagePath({ name, details }: PromptDetail): string {
  const prompt: unknown = details.factorPrompt;
  if (!isFactorPrompt(prompt)) return PATHS[name] ?? '/u/error';
  return `/u/mfa-${prompt.factor}-${prompt.kind === 'enroll' ? 'enrollment' : 'challenge'}`;
}
