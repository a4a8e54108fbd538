/** An authenticator app (RFC 6238): its key, its codes, and its enrolment. */
import { Secret, TOTP } from 'otpauth';
import { findUser, isoNow, type TenantState } from '../state.ts';

export const newTotpSecret = (): string => new Secret().base32;

/** One step of 30 s either way is accepted. */
export function isValidCode(state: TenantState, secret: string, code: string | undefined): boolean {
  const token = code?.replaceAll(' ', '') ?? '';
  if (!/^\d{6}$/.test(token)) return false;
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.validate({ token, timestamp: state.clock(), window: 1 }) !== null;
}

/**
 * Limits the text in a QR code: it also holds other data, and each character may take up to twelve characters of the
 * address.
 */
const MAX_CHARACTERS = 60;

const forAddress = (text: string): string =>
  [...text.replaceAll(/\p{Cs}/gu, '\ufffd')].slice(0, MAX_CHARACTERS).join('');

/** Returns the `otpauth://` address of a key, which an app scans. */
export function totpUri(state: TenantState, userId: string, secret: string): string {
  const user = findUser(state, userId);
  const label = forAddress(user?.email ?? user?.username ?? userId);
  return new TOTP({
    issuer: forAddress(state.settings.friendly_name),
    label,
    secret: Secret.fromBase32(secret),
  }).toString();
}

export function enrollTotp(state: TenantState, userId: string, secret: string): void {
  state.authenticationMethods.push({
    id: state.newId('totp|dev_'),
    user_id: userId,
    type: 'totp',
    totp_secret: secret,
    confirmed: true,
    created_at: isoNow(state),
  });
}
