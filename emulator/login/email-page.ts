import { timingSafeEqual } from 'node:crypto';
import { emailChallengePage } from '../pages/login.ts';
import { isoNow, type TenantState, type UserRecord } from '../state.ts';
import { factorProven, WRONG_CODE } from './factor-proven.ts';
import type { PageRoute } from './page-route.ts';

const CODE_DIGITS = 6;

/** Sends a new code to the tenant's outbox, `/_local/mail`, and returns it. */
export function sendEmailCode(state: TenantState, user: UserRecord): string {
  const code = state.newCode(CODE_DIGITS);
  state.mails.push({ to: user.email ?? '', subject: 'Verify your identity', code, sent_at: isoNow(state) });
  return code;
}

/** As in `a***@acme.com`. */
const masked = (email: string): string => email.replace(/^(.).*?(?=@)/, '$1***');

const isSame = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

export const emailChallengeRoute: PageRoute = {
  path: '/u/mfa-email-challenge',
  view: ({ view, state, interaction }) => {
    const user = state.users.find((row) => row.user_id === interaction.session?.accountId);
    return emailChallengePage({ ...view, email: masked(user?.email ?? '') });
  },
  submit(page, { code = '' }) {
    const expected = page.progress.pendingEmailCode;
    return expected !== undefined && isSame(code.trim(), expected) ? factorProven(page, 'email') : WRONG_CODE;
  },
};
