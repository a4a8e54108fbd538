import type { FactorType } from '../runtime/factor-prompt.ts';
import type { PageContext, Submission } from './page-route.ts';

export const WRONG_CODE: Submission = { kind: 'again', error: 'The code you entered is invalid' };

/** A challenge proves the factor for this transaction and, in `authentication.methods`, for the browser session. */
export function factorProven(page: PageContext, type: FactorType): Submission {
  const { state, progress, sessionFactors, interaction } = page;
  const atMs = state.clock();
  const timestamp = new Date(atMs).toISOString();
  sessionFactors.add(interaction.session?.uid ?? '', { name: 'mfa', type, timestamp });
  return { kind: 'done', progress: { challenged: [...(progress.challenged ?? []), { type, atMs }] } };
}
