import { Secret, TOTP } from 'otpauth';
import { otpChallengePage, otpEnrollmentPage } from '../pages/login.ts';
import { isoNow, type TenantState } from '../state.ts';
import { factorProven, WRONG_CODE } from './factor-proven.ts';
import type { PageContext, PageRoute } from './page-route.ts';

/** RFC 6238 as authenticator apps do it; one step of 30 s either way is accepted. */
function isValid(state: TenantState, secret: string, code: string | undefined): boolean {
  if (!/^\d{6}$/.test(code ?? '')) return false;
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.validate({ token: code ?? '', timestamp: state.clock(), window: 1 }) !== null;
}

const accountOf = ({ interaction }: PageContext): string => interaction.session?.accountId ?? '';

export const otpChallengeRoute: PageRoute = {
  path: '/u/mfa-otp-challenge',
  view: ({ view }) => otpChallengePage(view),
  submit(page, { code }) {
    const secrets = page.state.authenticationMethods
      .filter((method) => method.user_id === accountOf(page) && method.type === 'totp' && method.confirmed)
      .flatMap((method) => method.totp_secret ?? []);
    return secrets.some((secret) => isValid(page.state, secret, code)) ? factorProven(page, 'otp') : WRONG_CODE;
  },
};

export const otpEnrollmentRoute: PageRoute = {
  path: '/u/mfa-otp-enrollment',
  view({ view, progress }) {
    const secret = progress.pendingTotpSecret ?? '';
    const totp = new TOTP({ issuer: view.tenantName, label: view.clientName, secret: Secret.fromBase32(secret) });
    return otpEnrollmentPage({ ...view, secret, uri: totp.toString() });
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
    return { kind: 'done', progress: {} };
  },
};
