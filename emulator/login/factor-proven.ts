import type { FactorType } from '../runtime/factor-prompt.ts';
import type { PageContext, Submission } from './page-route.ts';
import type { LoginProgress } from './progress.ts';

export const WRONG_CODE = { kind: 'again', error: 'The code you entered is invalid' } as const;

/** A challenge proves the factor for this transaction and, in `authentication.methods`, for the browser session. */
export function factorProven(page: PageContext, type: FactorType, more: LoginProgress = {}): Submission {
  const { state, progress, sessionFactors, interaction } = page;
  const atMs = state.clock();
  const timestamp = new Date(atMs).toISOString();
  sessionFactors.add(interaction.session?.uid ?? '', { name: 'mfa', type, timestamp });
  const challenged = [...(progress.challenged ?? []), { type, atMs }];
  return { kind: 'done', progress: { ...more, answered: true, challenged } };
}
