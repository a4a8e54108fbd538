/** The page behind an enrolment ticket: a person enrols a second factor there, once and without a login. */
import type { Context, Middleware } from 'koa';
import { ENROLLMENT_PATH, enrolledMethods, TICKET_FACTORS } from '../management/resources/enrollment-tickets.ts';
import { enrolledPage } from '../pages/codes.ts';
import { errorPage } from '../pages/error.ts';
import type { EnrollmentTicketRecord, TicketFactor } from '../records/management.ts';
import { routes } from '../routes.ts';
import { findUser, type TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import { readForm } from './form.ts';
import type { PushRequests } from './push.ts';
import { TICKET_STEPS, type TicketStep } from './ticket-steps.ts';

export const enrollmentTicket = (state: TenantState, pushRequests: PushRequests): Middleware =>
  routes({
    async [`GET|POST ${ENROLLMENT_PATH}`](ctx) {
      const fields = ctx.method === 'POST' ? await readForm(ctx) : undefined;
      const ticket = state.enrollmentTickets.find(({ ticket_id }) => ticket_id === ctx.query.ticket);
      const refusal = problemWith(state, ticket);
      if (ticket === undefined || refusal !== undefined) {
        answer(ctx, 400, errorPage('invalid_ticket', refusal ?? ''));
        return;
      }
      const step = TICKET_STEPS[factorOf(ticket)]({ state, ticket, caller: ctx, pushRequests }, fields);
      if (step === 'enrolled') finish(ctx, state, ticket);
      else showStep(ctx, step);
    },
  });

function showStep(ctx: Context, { page, error, reloadSeconds }: Exclude<TicketStep, 'enrolled'>): void {
  ctx.state.complaint = error;
  if (reloadSeconds !== undefined) ctx.set('refresh', String(reloadSeconds));
  answer(ctx, error === undefined ? 200 : 400, page);
}

function finish(ctx: Context, state: TenantState, ticket: EnrollmentTicketRecord): void {
  state.enrollmentTickets = state.enrollmentTickets.filter((other) => other !== ticket);
  writeLog(state, ctx, { type: 'gd_enrollment_complete', userId: ticket.user_id });
  answer(ctx, 200, enrolledPage(state.settings.friendly_name));
}

function problemWith(state: TenantState, ticket: EnrollmentTicketRecord | undefined): string | undefined {
  const isOver = ticket === undefined || Date.parse(ticket.expires_at) <= state.clock();
  if (isOver || findUser(state, ticket.user_id) === undefined) {
    return '((this enrolment link is unknown, used, or has expired))';
  }
  if (!ticket.allow_multiple_enrollments && enrolledMethods(state, ticket.user_id).length > 0) {
    return '((this user has enrolled a factor already, and the link does not allow another))';
  }
  const factor = factorOf(ticket);
  return state.enabledFactors.has(TICKET_FACTORS[factor]) ? undefined : NOT_ENABLED[factor];
}

const factorOf = ({ factor = 'otp' }: EnrollmentTicketRecord): TicketFactor => factor;

const NOT_ENABLED = {
  otp: '((one-time passwords are not enabled in this tenant))',
  phone: '((phones are not enabled as a factor in this tenant))',
  'push-notification': '((push notifications are not enabled in this tenant))',
};

function answer(ctx: Context, status: number, page: string): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = page;
}
