/** Six-digit codes that are sent to a person, by email or by phone. */
import { timingSafeEqual } from 'node:crypto';
import type { SentCode } from '../records/factors.ts';
import { isoNow, type TenantState, type UserRecord } from '../state.ts';

const CODE_DIGITS = 6;

/** Auth0's default for passwordless codes; taken for factors too, where it is not published. */
const LIFETIME_MS = 180_000;

const LIFETIME_MINUTES = LIFETIME_MS / 60_000;

/** Passwordless allows three attempts (authenticate/passwordless); taken for factors too. */
const ATTEMPTS = 3;

export const newSentCode = (state: TenantState): SentCode => ({
  code: state.newCode(CODE_DIGITS),
  untilMs: state.clock() + LIFETIME_MS,
  attemptsLeft: ATTEMPTS,
});

/** Sends a new code to the tenant's outbox, `/_local/mail`. */
export function sendEmailCode(state: TenantState, to: string, subject: string): SentCode {
  const sent = newSentCode(state);
  const { code } = sent;
  state.mails.push({
    id: state.newId('mail_'),
    to,
    subject,
    code,
    text: `Your verification code is: ${code}\n\nIt works once, for ${LIFETIME_MINUTES} minutes. If you did not ask for it, somebody typed your address: ignore this mail.`,
    sent_at: isoNow(state),
  });
  return sent;
}

/** Sends the second factor's mail. */
export const sendFactorCode = (state: TenantState, user: UserRecord): SentCode =>
  sendEmailCode(state, user.email ?? '', 'Verify your identity');

/** Returns what a typed code is worth; one that is wrong costs an attempt. */
export function checkSentCode(
  state: TenantState,
  pending: SentCode | undefined,
  typed: string,
): { kind: 'right' } | { kind: 'wrong' | 'expired'; pending: SentCode | undefined } {
  if (pending === undefined || pending.untilMs < state.clock() || pending.attemptsLeft <= 0) {
    return { kind: 'expired', pending: undefined };
  }
  if (isSame(typed.trim(), pending.code)) return { kind: 'right' };
  return { kind: 'wrong', pending: { ...pending, attemptsLeft: pending.attemptsLeft - 1 } };
}

const isSame = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};
