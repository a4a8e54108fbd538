/** Phones as a second factor: their messages, which go to the tenant's outbox, and their enrolment. */
import type { PendingPhone } from '../records/factors.ts';
import { type AuthenticationMethodRecord, isoNow, type MessageType, type TenantState } from '../state.ts';
import { type Caller, writeLog } from '../tenant-log.ts';
import { newSentCode } from './sent-code.ts';

const HOUR_MS = 3_600_000;

/**
 * Limits messages to one person in an hour (policies/rate-limit-policy: "more than 10 SMS messages to your device
 * within one hour").
 */
const MESSAGES_AN_HOUR = 10;

/** The text with the key `too-many-sms` of the text customization. */
export const TOO_MANY_MESSAGES = 'You have exceeded the amount of SMSs per hour. Wait a few minutes and try again.';

const SUBJECTS = { sms: 'Text message', voice: 'Voice call' };

/** Returns how this tenant reaches phones, at least by text message. */
export const messageTypes = ({ phoneMessageTypes }: TenantState): readonly MessageType[] =>
  phoneMessageTypes.length === 0 ? ['sms'] : phoneMessageTypes;

/** Returns a number with all but the last four digits masked, as Universal Login shows it: `XXXXXXXX0142`. */
export const maskedPhone = (number: string): string => 'X'.repeat(Math.max(0, number.length - 4)) + number.slice(-4);

/** Returns a typed number as E.164, without separators; `undefined` if it is not a number. */
export function phoneNumber(typed: string): string | undefined {
  const number = typed.replaceAll(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}

export const phonesOf = (state: TenantState, userId: string): AuthenticationMethodRecord[] =>
  state.authenticationMethods.filter(
    ({ user_id, type, confirmed }) => user_id === userId && type === 'phone' && confirmed,
  );

/** Sends a code to the phone, and writes `gd_send_sms` or `gd_send_voice`; beyond the limit of an hour nothing but a `_failure`. */
export function sendPhoneCode(
  state: TenantState,
  caller: Caller,
  { userId, number, type }: { userId: string; number: string; type: MessageType },
): PendingPhone {
  const since = state.clock() - HOUR_MS;
  const recent = state.mails.filter(
    ({ kind, user_id, sent_at }) => kind !== undefined && user_id === userId && Date.parse(sent_at) > since,
  );
  if (recent.length >= MESSAGES_AN_HOUR) {
    writeLog(state, caller, { type: `gd_send_${type}_failure`, userId, description: TOO_MANY_MESSAGES });
    return { number, type };
  }
  const sent = newSentCode(state);
  state.mails.push({
    id: state.newId('mail_'),
    kind: type,
    to: maskedPhone(number),
    user_id: userId,
    subject: SUBJECTS[type],
    code: sent.code,
    text: textOf(state, type, sent.code),
    sent_at: isoNow(state),
  });
  writeLog(state, caller, { type: `gd_send_${type}`, userId });
  return { number, type, sent };
}

/** Auth0's default templates; a voice says the digits one by one (customize-sms-or-voice-messages). */
function textOf({ settings }: TenantState, type: MessageType, code: string): string {
  const tenant = settings.friendly_name;
  if (type === 'sms') return `${code} is your verification code for ${tenant}`;
  const spoken = [...code].join('.');
  return `Hello, you requested a verification code to enroll with ${tenant}. Your code is: ${spoken}. I repeat, your code is: ${spoken}.`;
}

/** Adds a phone to the user's authentication methods, in the shape that recordings of `/authentication-methods` have. */
export function enrollPhone(
  state: TenantState,
  userId: string,
  { number, type, name }: { number: string; type: MessageType; name?: string | undefined },
): AuthenticationMethodRecord {
  const device = state.newId('dev_');
  const method: AuthenticationMethodRecord = {
    id: `phone|${device}`,
    user_id: userId,
    type: 'phone',
    ...(name === undefined ? {} : { name }),
    phone_number: number,
    preferred_authentication_method: type,
    authentication_methods: [{ id: `${type}|${device}`, type }],
    confirmed: true,
    created_at: isoNow(state),
  };
  state.authenticationMethods.push(method);
  return method;
}
