/** The page behind an enrolment ticket: a person enrols an authenticator app there, once and without a login. */
import type { Context, Middleware } from 'koa';
import { ENROLLMENT_PATH, enrolledMethods } from '../management/enrollment-tickets.ts';
import type { EnrollmentTicketRecord } from '../management-records.ts';
import { enrolledPage, otpEnrollmentPage } from '../pages/codes.ts';
import { errorPage } from '../pages/error.ts';
import { findUser, type TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import { WRONG_CODE } from './factor-proven.ts';
import { readForm } from './form.ts';
import { enrollTotp, isValidCode, newTotpSecret, totpUri } from './totp.ts';

export function enrollmentTicket(state: TenantState): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== ENROLLMENT_PATH || (ctx.method !== 'GET' && ctx.method !== 'POST')) return next();
    const { code } = ctx.method === 'POST' ? await readForm(ctx) : {};
    const ticket = state.enrollmentTickets.find(({ ticket_id }) => ticket_id === ctx.query.ticket);
    const refusal = problemWith(state, ticket);
    if (ticket === undefined || refusal !== undefined)
      return answer(ctx, 400, errorPage('invalid_ticket', refusal ?? ''));
    ticket.totp_secret ??= newTotpSecret();
    if (ctx.method === 'GET') return answer(ctx, 200, enrollmentPage(state, ticket, ticket.totp_secret));
    if (!isValidCode(state, ticket.totp_secret, code)) {
      ctx.state.complaint = WRONG_CODE.error;
      return answer(ctx, 400, enrollmentPage(state, ticket, ticket.totp_secret, WRONG_CODE.error));
    }
    state.enrollmentTickets = state.enrollmentTickets.filter((other) => other !== ticket);
    enrollTotp(state, ticket.user_id, ticket.totp_secret);
    writeLog(state, ctx, { type: 'gd_enrollment_complete', userId: ticket.user_id });
    answer(ctx, 200, enrolledPage(state.settings.friendly_name));
  };
}

function problemWith(state: TenantState, ticket: EnrollmentTicketRecord | undefined): string | undefined {
  const isOver = ticket === undefined || Date.parse(ticket.expires_at) <= state.clock();
  if (isOver || findUser(state, ticket.user_id) === undefined) {
    return '((this enrolment link is unknown, used, or has expired))';
  }
  if (!ticket.allow_multiple_enrollments && enrolledMethods(state, ticket.user_id).length > 0) {
    return '((this user has enrolled a factor already, and the link does not allow another))';
  }
  return state.enabledFactors.has('otp') ? undefined : '((one-time passwords are not enabled in this tenant))';
}

function enrollmentPage(
  state: TenantState,
  { ticket_id, user_id }: EnrollmentTicketRecord,
  secret: string,
  error?: string,
) {
  const tenantName = state.settings.friendly_name;
  const uri = totpUri(state, user_id, secret);
  return otpEnrollmentPage({
    state: ticket_id,
    tenantName,
    clientName: tenantName,
    error,
    secret,
    uri,
    hasOthers: false,
  });
}

function answer(ctx: Context, status: number, page: string): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = page;
}
