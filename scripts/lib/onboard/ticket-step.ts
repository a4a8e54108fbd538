import { collect } from '../tenant/read.ts';
import type { Customer } from './customer.ts';
import type { Person, PersonOptions } from './person-step.ts';
import { note, type Run } from './run.ts';

/** What step-up accepts (`allowedFactors`), as the Management API calls it, besides email. */
const FACTORS = [
  'totp',
  'otp',
  'webauthn-roaming',
  'webauthn-platform',
  'push',
  'push-notification',
  'phone',
  'passkey',
];

/**
 * Whoever logs in by emailed codes can't prove a mailbox twice: a second factor is enrolled beforehand, by a ticket that
 * goes another way than the codes.
 */
export async function ensureSecondFactor(
  run: Run,
  { via, ticketEmail, name }: Customer,
  { userId }: Person,
  { reveal }: Pick<PersonOptions, 'reveal'>,
): Promise<boolean> {
  if (via !== 'passwordless') return true;
  const { api } = run;
  const methods = await collect(api.users.authenticationMethods.list(userId));
  if (methods.some(({ type, confirmed }) => confirmed !== false && FACTORS.includes(type ?? ''))) {
    note(run, 'second factor', 'there');
    return true;
  }
  note(run, 'second factor', 'waiting', ticketEmail === undefined ? 'by a ticket' : 'by an emailed ticket');
  if (run.isDryRun) return false;
  const mail = ticketEmail === undefined ? { send_mail: false } : { send_mail: true, email: ticketEmail };
  const { ticket_url: url = '' } = await api.guardian.enrollments.createTicket({ user_id: userId, ...mail });
  if (ticketEmail === undefined) {
    reveal(`${name}: to enrol a second factor, hand this over by another way than the administrator's mailbox: ${url}`);
  }
  return false;
}
