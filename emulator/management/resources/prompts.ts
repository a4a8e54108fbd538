/** Universal Login's settings: kept, and without effect on this tenant's pages, which ask for the identifier first. */
import type { PromptSettings } from '../../records/management.ts';
import { singleton } from '../singleton.ts';

export const resource = singleton<PromptSettings>({
  name: 'prompts',
  path: '/prompts',
  method: 'PATCH',
  read: ({ prompts }) => prompts,
  write(state, settings) {
    state.prompts = settings;
  },
  complete: ({ universal_login_experience, identifier_first, webauthn_platform_first_factor }) => ({
    universal_login_experience: universal_login_experience ?? 'new',
    identifier_first: identifier_first ?? false,
    // Shown once it has been set (recorded traffic, 2026-08).
    ...(typeof webauthn_platform_first_factor === 'boolean' ? { webauthn_platform_first_factor } : {}),
  }),
  kept: { prompts: { one: { universal_login_experience: 'string', identifier_first: 'boolean' } } },
  notes: { 'PATCH /prompts': 'kept without effect: the pages ask for the identifier first' },
});
