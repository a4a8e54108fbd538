/** A code by text message or voice call as a second factor: Universal Login's mfa-phone, mfa-sms and mfa-voice. */

import { phoneChallengePage, phoneCodePage, phoneEnrollmentPage } from '../pages/phone.ts';
import type { PendingPhone } from '../records/factors.ts';
import type { MessageType, TenantState } from '../state.ts';
import { EXPIRED_CODE } from './email-page.ts';
import { factorEnrolled, factorProven, WRONG_CODE } from './factor-proven.ts';
import { phonePath } from './page-path.ts';
import type { PageContext, PageRoute, Submission } from './page-route.ts';
import {
  enrollPhone,
  maskedPhone,
  messageTypes,
  phoneNumber,
  phonesOf,
  sendPhoneCode,
  TOO_MANY_MESSAGES,
} from './phone.ts';
import { hasOthers } from './picker-pages.ts';
import { checkSentCode } from './sent-code.ts';

/** The text with the key `invalid-phone` of the text customization. */
export const INVALID_PHONE = 'Seems that your phone number is not valid. Please check and retry.';

const TYPES: readonly MessageType[] = ['sms', 'voice'];

const userIdOf = ({ interaction }: PageContext): string => interaction.session?.accountId ?? '';

/** The number a code goes to: the one being enrolled, or the user's own. */
const numberIn = (page: PageContext): string =>
  page.progress.pendingPhone?.number ?? phonesOf(page.state, userIdOf(page))[0]?.phone_number ?? '';

/** Returns the way of sending that an action or the tenant's only one names. */
export const chosenType = (state: TenantState, action: string | undefined): MessageType | undefined => {
  const types = messageTypes(state);
  return types.find((type) => type === action) ?? (types.length === 1 ? types[0] : undefined);
};

/** Sends a code and leads to its page. */
function send(page: PageContext, number: string, type: MessageType): Submission {
  const pendingPhone = sendPhoneCode(page.state, page.caller, { userId: userIdOf(page), number, type });
  if (pendingPhone.sent === undefined) return { kind: 'again', error: TOO_MANY_MESSAGES };
  return { kind: 'goto', path: `/u/mfa-${type}-challenge`, progress: { pendingPhone } };
}

const choiceRoute: PageRoute = {
  path: '/u/mfa-phone-challenge',
  prompt: 'mfa',
  factor: { kind: 'challenge', factor: 'phone' },
  view: (page) =>
    phoneChallengePage({
      ...page.view,
      types: messageTypes(page.state),
      maskedNumber: maskedPhone(numberIn(page)),
      hasOthers: hasOthers(page),
    }),
  submit(page, { action }) {
    const type = chosenType(page.state, action);
    const number = phonesOf(page.state, userIdOf(page))[0]?.phone_number;
    if (type === undefined || number === undefined) return { kind: 'again', error: 'Select one of the methods' };
    return send(page, number, type);
  },
};

const enrollmentRoute = (screen: 'phone' | MessageType): PageRoute => ({
  path: `/u/mfa-${screen}-enrollment`,
  prompt: 'mfa',
  factor: { kind: 'enroll', factor: 'phone' },
  view: (page) =>
    phoneEnrollmentPage({
      ...page.view,
      types: messageTypes(page.state),
      number: page.progress.typedPhone ?? '',
      hasOthers: hasOthers(page),
    }),
  submit(page, { phone = '', action }) {
    const number = phoneNumber(phone);
    if (number === undefined) return { kind: 'again', error: INVALID_PHONE, progress: { typedPhone: phone } };
    const type = chosenType(page.state, action);
    return type === undefined ? { kind: 'again', error: 'Select one of the methods' } : send(page, number, type);
  },
});

/** Awaits the code, of a challenge or of an enrolment. */
const codeRoute = (type: MessageType): PageRoute => ({
  path: `/u/mfa-${type}-challenge`,
  prompt: 'mfa',
  factor: { factor: 'phone' },
  view(page) {
    const { pendingPhone, prompt } = page.progress;
    const isLimited = pendingPhone !== undefined && pendingPhone.sent === undefined;
    const error = page.view.error ?? (isLimited && prompt?.kind === 'challenge' ? TOO_MANY_MESSAGES : undefined);
    return phoneCodePage({
      ...page.view,
      error,
      type,
      maskedNumber: maskedPhone(numberIn(page)),
      other: messageTypes(page.state).find((candidate) => candidate !== type),
      isNew: prompt?.kind === 'enroll',
      hasOthers: hasOthers(page),
    });
  },
  submit(page, { action, code = '' }) {
    const { state, progress } = page;
    if (action === 'change-phone' && progress.prompt?.kind === 'enroll') {
      return { kind: 'goto', path: phonePath(state, 'enroll'), progress: { pendingPhone: undefined } };
    }
    const again = action === 'resend-code' ? type : chosenAgain(state, action);
    if (again !== undefined && numberIn(page) !== '') return resend(page, again, type);
    const checked = checkSentCode(state, progress.pendingPhone?.sent, code);
    if (checked.kind === 'right' && progress.pendingPhone !== undefined) return proven(page, progress.pendingPhone);
    return { ...refusalOf(checked.kind), progress: { pendingPhone: withSent(progress.pendingPhone, checked) } };
  },
});

const chosenAgain = (state: TenantState, action: string | undefined): MessageType | undefined =>
  messageTypes(state).find((type) => type === action);

function resend(page: PageContext, type: MessageType, current: MessageType): Submission {
  const sent = send(page, numberIn(page), type);
  return sent.kind === 'goto' && type === current
    ? { kind: 'again', notice: 'A new code is on its way.', progress: sent.progress }
    : sent;
}

const refusalOf = (kind: 'right' | 'wrong' | 'expired') =>
  kind === 'wrong' ? WRONG_CODE : ({ kind: 'again', error: EXPIRED_CODE } as const);

/** Returns the pending phone with one attempt fewer after a wrong code, or without its code if none is left. */
const withSent = (
  pending: PendingPhone | undefined,
  checked: ReturnType<typeof checkSentCode>,
): PendingPhone | undefined =>
  pending && { ...pending, sent: checked.kind === 'right' ? pending.sent : checked.pending };

function proven(page: PageContext, { number, type }: PendingPhone): Submission {
  if (page.progress.prompt?.kind === 'challenge') return factorProven(page, 'phone', { pendingPhone: undefined });
  enrollPhone(page.state, userIdOf(page), { number, type });
  return factorEnrolled(page, 'phone', { pendingPhone: undefined });
}

export const phoneRoutes: PageRoute[] = [
  choiceRoute,
  ...(['phone', ...TYPES] as const).map(enrollmentRoute),
  ...TYPES.map(codeRoute),
];
