import { Secret, TOTP } from 'otpauth';
import { otpChallengePage, otpEnrollmentPage } from '../pages/codes.ts';
import { findUser, isoNow, type TenantState } from '../state.ts';
import { factorProven, WRONG_CODE } from './factor-proven.ts';
import type { PageContext, PageRoute } from './page-route.ts';
import { hasOthers } from './picker-pages.ts';

/** RFC 6238 as authenticator apps do it; one step of 30 s either way is accepted. */
function isValid(state: TenantState, secret: string, code: string | undefined): boolean {
  const token = code?.replaceAll(' ', '') ?? '';
  if (!/^\d{6}$/.test(token)) return false;
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.validate({ token, timestamp: state.clock(), window: 1 }) !== null;
}

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
    return secrets.some((secret) => isValid(page.state, secret, code)) ? factorProven(page, 'otp') : WRONG_CODE;
  },
};

export const otpEnrollmentRoute: PageRoute = {
  path: '/u/mfa-otp-enrollment',
  prompt: 'mfa',
  factor: { kind: 'enroll', factor: 'otp' },
  view(page) {
    const { view, state } = page;
    const secret = page.progress.pendingTotpSecret ?? '';
    const user = findUser(state, accountOf(page));
    const label = user?.email ?? user?.username ?? accountOf(page);
    const totp = new TOTP({ issuer: view.tenantName, label, secret: Secret.fromBase32(secret) });
    return otpEnrollmentPage({ ...view, secret, uri: totp.toString(), hasOthers: hasOthers(page) });
  },
  submit(page, { code }) {
    const { state, progress } = page;
    const secret = progress.pendingTotpSecret;
    if (secret === undefined || !isValid(state, secret, code)) return WRONG_CODE;
    state.authenticationMethods.push({
      id: state.newId('totp|dev_'),
      user_id: accountOf(page),
      type: 'totp',
      totp_secret: secret,
      confirmed: true,
      created_at: isoNow(state),
    });
    return { kind: 'done', progress: { answered: true, pendingTotpSecret: undefined } };
  },
};
