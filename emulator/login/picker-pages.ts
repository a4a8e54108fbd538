/** The choice between the factors an Action allows, and the way to it from each of them. */
import { pickerPage } from '../pages/factors.ts';
import { offeredFactors } from '../runtime/factor-prompt.ts';
import { findUser } from '../state.ts';
import { sendFactorCode } from './email-code.ts';
import { factorPath, PICKER_PATHS } from './page-path.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';

const pickerRoute = (kind: 'challenge' | 'enroll'): PageRoute => ({
  path: PICKER_PATHS[kind],
  prompt: 'mfa',
  view: (page) => pickerPage({ ...page.view, kind, factors: offered(page, kind) }),
  submit(page, { action = '' }) {
    const factor = offered(page, kind).find((candidate) => candidate === action.replace(/::\d+$/, ''));
    if (factor === undefined) return { kind: 'again', error: 'Select one of the methods' };
    const user = findUser(page.state, page.interaction.session?.accountId);
    const { pendingEmailCode } = page.progress;
    const needsCode = factor === 'email' && pendingEmailCode === undefined && user !== undefined;
    const progress = needsCode ? { pendingEmailCode: sendFactorCode(page.state, user) } : {};
    return { kind: 'goto', path: factorPath({ kind, factor }), progress };
  },
});

const offered = ({ progress: { prompt } }: PageContext, kind: 'challenge' | 'enroll') =>
  prompt?.kind === kind ? offeredFactors(prompt) : [];

export const hasOthers = ({ progress: { prompt } }: PageContext): boolean =>
  prompt !== undefined && offeredFactors(prompt).length > 1;

export const pickerRoutes = (['challenge', 'enroll'] as const).map(pickerRoute);

/** "Try another method", on any factor's page. */
export function pickAnother({ factor }: PageRoute, action: string | undefined): Submission | undefined {
  if (action !== 'pick-authenticator' || factor === undefined) return undefined;
  return { kind: 'goto', path: PICKER_PATHS[factor.kind], progress: {} };
}
