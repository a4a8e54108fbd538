/** A push notification as a second factor: Universal Login's mfa-push. The pages need no script: they reload themselves. */
import { pushChallengePage, pushEnrollmentPage } from '../pages/push.ts';
import { factorEnrolled, factorProven } from './factor-proven.ts';
import { PUSH_PATHS } from './page-path.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';
import { hasOthers } from './picker-pages.ts';
import { enrollPush } from './push.ts';

const RELOAD_SECONDS = 5;

/** Texts about a missing answer; Auth0's are not published. */
export const PUSH_TEXTS = {
  pending: '((The device has not answered yet.))',
  denied: '((The request was denied on the device.))',
  expired: '((The request has expired.)) Resend it.',
};

type Kind = keyof typeof PUSH_PATHS;

const userIdOf = ({ interaction }: PageContext): string => interaction.session?.accountId ?? '';

/** Returns the key of the request: the login's transaction. */
const waitingOf = ({ progress }: PageContext): string => progress.transactionId ?? '';

function settled(page: PageContext, kind: Kind): Submission | undefined {
  if (!page.pushRequests.takeApproval(waitingOf(page), kind)) return undefined;
  if (kind === 'challenge') return factorProven(page, 'push-notification');
  enrollPush(page.state, userIdOf(page));
  return factorEnrolled(page, 'push-notification');
}

/** Returns why the page waits no longer. */
function problemOf(page: PageContext, kind: Kind): string | undefined {
  const request = page.pushRequests.of(waitingOf(page), kind);
  if (request !== undefined) return request.answer === 'denied' ? PUSH_TEXTS.denied : undefined;
  return PUSH_TEXTS.expired;
}

const pushRoute = (kind: Kind): PageRoute => ({
  path: PUSH_PATHS[kind],
  prompt: 'mfa',
  factor: { kind, factor: 'push-notification' },
  reloads: (page) => (problemOf(page, kind) === undefined ? RELOAD_SECONDS : undefined),
  settled: (page) => settled(page, kind),
  view(page) {
    const show = kind === 'challenge' ? pushChallengePage : pushEnrollmentPage;
    return show({ ...page.view, error: page.view.error ?? problemOf(page, kind), hasOthers: hasOthers(page) });
  },
  submit(page, { action }) {
    if (action === 'resend-push') {
      const { state, caller, pushRequests, view } = page;
      const request = { waiting: waitingOf(page), userId: userIdOf(page), kind, from: view.clientName };
      pushRequests.send({ state, caller }, request);
      return { kind: 'again', notice: '((A new request is on its way.))' };
    }
    const isPending = problemOf(page, kind) === undefined;
    return settled(page, kind) ?? { kind: 'again', ...(isPending && { notice: PUSH_TEXTS.pending }) };
  },
});

export const pushRoutes: PageRoute[] = [pushRoute('challenge'), pushRoute('enroll')];
