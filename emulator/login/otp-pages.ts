import { otpChallengePage, otpEnrollmentPage } from '../pages/codes.ts';
import { factorEnrolled, factorProven, WRONG_CODE } from './factor-proven.ts';
import type { PageContext, PageRoute } from './page-route.ts';
import { hasOthers } from './picker-pages.ts';
import { enrollTotp, isValidCode, totpUri } from './totp.ts';

const accountOf = ({ interaction }: PageContext): string => interaction.session?.accountId ?? '';

export const otpChallengeRoute: PageRoute = {
  path: '/u/mfa-otp-challenge',
  prompt: 'mfa',
  factor: { kind: 'challenge', factor: 'otp' },
  view: (page) => otpChallengePage({ ...page.view, hasOthers: hasOthers(page) }),
  submit(page, { code }) {
    const secrets = page.state.authenticationMethods
      .filter((method) => method.user_id === accountOf(page) && method.type === 'totp' && method.confirmed)
      .flatMap((method) => method.totp_secret ?? []);
    return secrets.some((secret) => isValidCode(page.state, secret, code)) ? factorProven(page, 'otp') : WRONG_CODE;
  },
};

export const otpEnrollmentRoute: PageRoute = {
  path: '/u/mfa-otp-enrollment',
  prompt: 'mfa',
  factor: { kind: 'enroll', factor: 'otp' },
  view(page) {
    const { view, state } = page;
    const secret = page.progress.pendingTotpSecret ?? '';
    const uri = totpUri(state, accountOf(page), secret);
    return otpEnrollmentPage({ ...view, secret, uri, hasOthers: hasOthers(page) });
  },
  submit(page, { code }) {
    const { state, progress } = page;
    const secret = progress.pendingTotpSecret;
    if (secret === undefined || !isValidCode(state, secret, code)) return WRONG_CODE;
    enrollTotp(state, accountOf(page), secret);
    return factorEnrolled(page, 'otp', { pendingTotpSecret: undefined });
  },
};
