import type { FactorType } from '../runtime/factor-prompt.ts';
import type { PageContext, Submission } from './page-route.ts';
import type { LoginProgress } from './progress.ts';

export const WRONG_CODE = { kind: 'again', error: 'The code you entered is invalid' } as const;

/**
 * Records a challenge: it proves the factor for this transaction and, in `authentication.methods`, for the browser
 * session.
 */
export function factorProven(page: PageContext, type: FactorType, more: LoginProgress = {}): Submission {
  const challenged = [...(page.progress.challenged ?? []), { type, atMs: list(page, type) }];
  return { kind: 'done', progress: { ...more, answered: true, challenged } };
}

/** Lists an enrolment in `authentication.methods`, for the next Action (docs/notes/actions-runtime.md#methods-of-authentication). */
export function factorEnrolled(page: PageContext, type: FactorType, more: LoginProgress = {}): Submission {
  list(page, type);
  return { kind: 'done', progress: { ...more, answered: true } };
}

/** Returns when: epoch milliseconds of the tenant's clock. */
function list({ state, sessionFactors, interaction }: PageContext, type: FactorType): number {
  const atMs = state.clock();
  sessionFactors.add(interaction.session?.uid ?? '', { name: 'mfa', type, timestamp: new Date(atMs).toISOString() });
  return atMs;
}
