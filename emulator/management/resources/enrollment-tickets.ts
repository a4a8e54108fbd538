/** Links by which a person enrols a second factor without a login, and what they have enrolled. */

import { maskedPhone } from '../../login/phone.ts';
import type { TicketFactor } from '../../records/management.ts';
import { type AuthenticationMethodRecord, findUser, isoNow, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { badRequest, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

interface TicketBody {
  user_id: string;
  /** Another address than the user's, for the mail. */
  email?: string;
  send_mail?: boolean;
  factor?: string;
  allow_multiple_enrollments?: boolean;
}

/** Recorded traffic: `ticket_url` is `https://DOMAIN/mfa/enrollment?ticket=…`. */
export const ENROLLMENT_PATH = '/mfa/enrollment';

/** The lifetime of a ticket in milliseconds: five days (mfa-developer-resources/create-custom-enrollment-tickets). */
const LIFETIME_MS = 5 * 24 * 3_600_000;

/** Maps the factors that a ticket can enrol to their names in `/guardian/factors`. */
export const TICKET_FACTORS: Readonly<Record<TicketFactor, string>> = {
  otp: 'otp',
  phone: 'sms',
  'push-notification': 'push-notification',
};

const isTicketFactor = (factor: string): factor is TicketFactor => Object.hasOwn(TICKET_FACTORS, factor);

/** Returns the factor of a ticket that names none: Auth0 lets the person choose between the enabled ones. */
const firstFactor = ({ enabledFactors }: TenantState): string =>
  Object.entries(TICKET_FACTORS).find(([, name]) => enabledFactors.has(name))?.[0] ?? 'otp';

const inexistentUser = (): Reply => notFound('The user does not exist.', 'inexistent_user');

function createTicket({ state, body }: ManagementRequest<TicketBody>): Reply {
  const user = findUser(state, body.user_id);
  if (user === undefined) return inexistentUser();
  const {
    factor = firstFactor(state),
    send_mail = false,
    email = user.email,
    allow_multiple_enrollments = false,
  } = body;
  if (factor === 'email') return badRequest('((Users cannot enroll in email as a factor by ticket.))');
  if (!isTicketFactor(factor)) return badRequest(`((The local tenant enrols no ${factor} by ticket.))`);
  if (send_mail && email === undefined) return badRequest('((The user has no email address.))');
  const ticket_id = state.newId('', 32);
  const ticket_url = `${state.browserOrigin}${ENROLLMENT_PATH}?ticket=${ticket_id}`;
  state.enrollmentTickets.push({
    ticket_id,
    user_id: user.user_id,
    factor,
    allow_multiple_enrollments,
    expires_at: new Date(state.clock() + LIFETIME_MS).toISOString(),
  });
  if (send_mail && email !== undefined) {
    const subject = 'Enroll in multi-factor authentication';
    state.mails.push({
      id: state.newId('mail_'),
      to: email,
      subject,
      link: ticket_url,
      text: `${subject}\n\nEnroll at ${ticket_url}`,
      sent_at: isoNow(state),
    });
  }
  return ok({ ticket_id, ticket_url });
}

const AUTH_METHODS: Record<AuthenticationMethodRecord['type'], string | undefined> = {
  totp: 'authenticator',
  'webauthn-roaming': 'webauthn-roaming',
  'webauthn-platform': 'webauthn-platform',
  phone: 'sms',
  push: 'guardian',
  email: undefined,
};

/** Lists the first confirmed enrolment, and no other (the operation's summary). */
function listEnrollments({ state, params }: ManagementRequest): Reply {
  if (findUser(state, params.id) === undefined) return inexistentUser();
  const [first] = enrolledMethods(state, params.id).flatMap((method) => {
    const { type, id, name, created_at, last_auth_at, phone_number } = method;
    const auth_method = AUTH_METHODS[type];
    if (auth_method === undefined) return [];
    const last_auth = last_auth_at === undefined ? {} : { last_auth: last_auth_at };
    const named = name === undefined ? {} : { name };
    const phone = phone_number === undefined ? {} : { phone_number: maskedPhone(phone_number) };
    return [{ id, status: 'confirmed', auth_method, ...named, ...phone, enrolled_at: created_at, ...last_auth }];
  });
  return ok(first === undefined ? [] : [first]);
}

export const enrolledMethods = (state: TenantState, userId: string | undefined): AuthenticationMethodRecord[] =>
  state.authenticationMethods.filter(({ user_id, confirmed }) => user_id === userId && confirmed);

export const resource = declareResource({
  name: 'enrollment-tickets',
  operations: {
    'POST /guardian/enrollments/ticket': createTicket,
    'GET /users/{id}/enrollments': listEnrollments,
  },
  notes: {
    'POST /guardian/enrollments/ticket': 'otp, phone and push-notification; good for one enrolment in five days',
    'GET /users/{id}/enrollments': 'the first confirmed one, and no other',
  },
  kept: { enrollmentTickets: { list: { ticket_id: 'string', user_id: 'string', expires_at: 'string' } } },
  secrets: ({ enrollmentTickets }) =>
    enrollmentTickets.flatMap(({ ticket_id, totp_secret }) => [ticket_id, totp_secret]),
});
