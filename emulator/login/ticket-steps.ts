/** Returns what the page of an enrolment ticket shows next, for each factor that a ticket can enrol. */

import { otpEnrollmentPage } from '../pages/codes.ts';
import type { PageView } from '../pages/html.ts';
import { phoneCodePage, phoneEnrollmentPage } from '../pages/phone.ts';
import { pushEnrollmentPage } from '../pages/push.ts';
import type { PendingPhone } from '../records/factors.ts';
import type { EnrollmentTicketRecord, TicketFactor } from '../records/management.ts';
import type { TenantState } from '../state.ts';
import type { Caller } from '../tenant-log.ts';
import { EXPIRED_CODE } from './email-page.ts';
import { WRONG_CODE } from './factor-proven.ts';
import { enrollPhone, maskedPhone, messageTypes, phoneNumber, sendPhoneCode, TOO_MANY_MESSAGES } from './phone.ts';
import { chosenType, INVALID_PHONE } from './phone-pages.ts';
import { enrollPush, type PushRequests } from './push.ts';
import { PUSH_TEXTS } from './push-pages.ts';
import { checkSentCode } from './sent-code.ts';
import { enrollTotp, isValidCode, newTotpSecret, totpUri } from './totp.ts';

export type TicketStep = 'enrolled' | { page: string; error?: string | undefined; reloadSeconds?: number };

interface TicketVisit {
  state: TenantState;
  ticket: EnrollmentTicketRecord;
  caller: Caller;
  pushRequests: PushRequests;
}

/** @param fields of the posted form; absent where the page was asked for. */
type Step = (visit: TicketVisit, fields: Record<string, string> | undefined) => TicketStep;

const RELOAD_SECONDS = 5;

function viewOf({ state, ticket }: TicketVisit, error?: string): PageView {
  const tenantName = state.settings.friendly_name;
  return { state: ticket.ticket_id, tenantName, clientName: tenantName, error };
}

const otp: Step = (visit, fields) => {
  const { state, ticket } = visit;
  ticket.totp_secret ??= newTotpSecret();
  const { totp_secret: secret, user_id: userId } = ticket;
  if (fields !== undefined && isValidCode(state, secret, fields.code)) {
    enrollTotp(state, userId, secret);
    return 'enrolled';
  }
  const error = fields === undefined ? undefined : WRONG_CODE.error;
  const uri = totpUri(state, userId, secret);
  return { page: otpEnrollmentPage({ ...viewOf(visit, error), secret, uri, hasOthers: false }), error };
};

const phone: Step = (visit, fields) => {
  const { state, ticket } = visit;
  if (fields?.action === 'change-phone') delete ticket.phone;
  if (fields === undefined || fields.action === 'change-phone') {
    return ticket.phone === undefined ? numberStep(visit) : codeStep(visit, ticket.phone);
  }
  const pending = ticket.phone;
  if (pending === undefined) return sendTo(visit, fields.phone ?? '', fields.action);
  if (fields.action === 'resend-code') return sendTo(visit, pending.number, pending.type);
  if (fields.action !== undefined) return sendTo(visit, pending.number, fields.action);
  const checked = checkSentCode(state, pending.sent, fields.code ?? '');
  if (checked.kind === 'right') {
    enrollPhone(state, ticket.user_id, pending);
    return 'enrolled';
  }
  ticket.phone = { ...pending, sent: checked.pending };
  return codeStep(visit, ticket.phone, checked.kind === 'wrong' ? WRONG_CODE.error : EXPIRED_CODE);
};

function sendTo(visit: TicketVisit, typed: string, action: string | undefined): TicketStep {
  const { state, ticket, caller } = visit;
  const number = phoneNumber(typed);
  const type = chosenType(state, action);
  if (number === undefined || type === undefined) return numberStep(visit, INVALID_PHONE);
  const sent = sendPhoneCode(state, caller, { userId: ticket.user_id, number, type });
  if (sent.sent === undefined) return numberStep(visit, TOO_MANY_MESSAGES);
  ticket.phone = sent;
  return codeStep(visit, sent);
}

const numberStep = (visit: TicketVisit, error?: string): TicketStep => ({
  page: phoneEnrollmentPage({
    ...viewOf(visit, error),
    types: messageTypes(visit.state),
    number: '',
    hasOthers: false,
  }),
  error,
});

const codeStep = (visit: TicketVisit, { number, type }: PendingPhone, error?: string): TicketStep => ({
  page: phoneCodePage({
    ...viewOf(visit, error),
    type,
    maskedNumber: maskedPhone(number),
    other: messageTypes(visit.state).find((candidate) => candidate !== type),
    isNew: true,
    hasOthers: false,
  }),
  error,
});

const push: Step = (visit, fields) => {
  const { state, ticket, caller, pushRequests } = visit;
  const { ticket_id: waiting, user_id: userId } = ticket;
  if (pushRequests.takeApproval(waiting, 'enroll')) {
    enrollPush(state, userId);
    return 'enrolled';
  }
  if (fields?.action === 'resend-push' || pushRequests.of(waiting, 'enroll') === undefined) {
    pushRequests.send({ state, caller }, { waiting, userId, kind: 'enroll', from: state.settings.friendly_name });
  }
  const isDenied = pushRequests.of(waiting, 'enroll')?.answer === 'denied';
  const error = isDenied ? PUSH_TEXTS.denied : undefined;
  const page = pushEnrollmentPage({ ...viewOf(visit, error), hasOthers: false });
  return { page, error, ...(isDenied ? {} : { reloadSeconds: RELOAD_SECONDS }) };
};

export const TICKET_STEPS: Readonly<Record<TicketFactor, Step>> = { otp, phone, 'push-notification': push };
