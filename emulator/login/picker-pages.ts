/** The choice between the factors an Action allows, and the way to it from each of them. */
import { pickerPage } from '../pages/factors.ts';
import { offeredFactors } from '../runtime/factor-prompt.ts';
import { findUser } from '../state.ts';
import { beginFactor } from './begin-factor.ts';
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
    const start = user && { ...page, user, clientName: page.view.clientName };
    const progress = start === undefined ? {} : beginFactor(start, { kind, factor }, page.progress);
    return { kind: 'goto', path: factorPath(page.state, { kind, factor }), progress };
  },
});

const offered = ({ progress: { prompt } }: PageContext, kind: 'challenge' | 'enroll') =>
  prompt?.kind === kind ? offeredFactors(prompt) : [];

export const hasOthers = ({ progress: { prompt } }: PageContext): boolean =>
  prompt !== undefined && offeredFactors(prompt).length > 1;

export const pickerRoutes = (['challenge', 'enroll'] as const).map(pickerRoute);

/** Carries out "Try another method" of any factor's page. */
export function pickAnother(
  { factor }: PageRoute,
  { progress: { prompt } }: PageContext,
  action: string | undefined,
): Submission | undefined {
  if (action !== 'pick-authenticator' || factor === undefined || prompt === undefined) return undefined;
  return { kind: 'goto', path: PICKER_PATHS[prompt.kind], progress: {} };
}
