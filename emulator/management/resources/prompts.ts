/** Universal Login's settings: kept, and without effect on this tenant's pages, which ask for the identifier first. */

import type { PromptSettings } from '../../management-records.ts';
import type { ManagementRequest } from '../operation.ts';
import { ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

type Patch = { [Setting in keyof PromptSettings]?: PromptSettings[Setting] | null };

function updatePrompts({ state, body }: ManagementRequest<Patch>): Reply {
  const { universal_login_experience, identifier_first, webauthn_platform_first_factor } = {
    ...state.prompts,
    ...body,
  };
  state.prompts = {
    universal_login_experience: universal_login_experience ?? 'new',
    identifier_first: identifier_first ?? false,
    // Shown once it has been set (recorded traffic, 2026-08).
    ...(typeof webauthn_platform_first_factor === 'boolean' ? { webauthn_platform_first_factor } : {}),
  };
  return ok(state.prompts);
}

export const resource = declareResource({
  name: 'prompts',
  operations: {
    'GET /prompts': ({ state }: ManagementRequest) => ok(state.prompts),
    'PATCH /prompts': updatePrompts,
  },
  notes: {
    'PATCH /prompts': 'kept without effect: the pages ask for the identifier first',
  },
  kept: { prompts: { one: { universal_login_experience: 'string', identifier_first: 'boolean' } } },
});
