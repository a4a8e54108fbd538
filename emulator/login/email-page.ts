import { emailCodePage } from '../pages/codes.ts';
import { findUser, type UserRecord } from '../state.ts';
import { factorProven, WRONG_CODE } from './factor-proven.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';
import { hasOthers } from './picker-pages.ts';
import { checkSentCode, sendFactorCode } from './sent-code.ts';

export const EXPIRED_CODE = 'This code has expired or was tried too often. Ask for a new one.';

/** Masks an address as in `a***@acme.com`. */
const masked = (email: string): string => email.replace(/^(.).*?(?=@)/, '$1***');

const userOf = ({ state, interaction }: PageContext): UserRecord | undefined =>
  findUser(state, interaction.session?.accountId);

export const emailChallengeRoute: PageRoute = {
  path: '/u/mfa-email-challenge',
  prompt: 'mfa',
  factor: { kind: 'challenge', factor: 'email' },
  view: (page) =>
    emailCodePage({
      ...page.view,
      title: 'Verify your identity',
      email: masked(userOf(page)?.email ?? ''),
      hasOthers: hasOthers(page),
    }),
  submit(page, { action, code = '' }): Submission {
    const user = userOf(page);
    if (action === 'resend-code' && user !== undefined) {
      return {
        kind: 'again',
        notice: 'A new code is on its way.',
        progress: { pendingEmailCode: sendFactorCode(page.state, user) },
      };
    }
    const checked = checkSentCode(page.state, page.progress.pendingEmailCode, code);
    if (checked.kind === 'right') return factorProven(page, 'email', { pendingEmailCode: undefined });
    const progress = { pendingEmailCode: checked.pending };
    return checked.kind === 'expired' ? { kind: 'again', error: EXPIRED_CODE, progress } : { ...WRONG_CODE, progress };
  },
};
