import type { Event } from '../../../library/contract.ts';
import { planStepUp } from '../../../library/step-up.ts';
import type { StepUpSettings } from '../../../library/step-up-settings.ts';
import { ok } from '../failures.ts';
import { confirmedFactors } from '../tenant/enrolled-factors.ts';
import { collect } from '../tenant/read.ts';
import type { Customer } from './customer.ts';
import { type CustomerRun, claimBeforeNotice, recordStep } from './customer-run.ts';
import type { AccountConnection } from './onboarding-tenant.ts';
import type { Person, PersonOptions } from './person-step.ts';
import type { ClaimResult } from './run-claim.ts';

export interface SecondFactorOptions extends Pick<PersonOptions, 'reveal'> {
  /** `config.stepUp` of the project. */
  stepUp: StepUpSettings;
  /** The one that holds the account. */
  connection: AccountConnection | undefined;
}

/**
 * Whoever step-up would deny for their factors enrols an allowed one beforehand, by a ticket: who logs in by emailed codes
 * cannot prove a mailbox twice, and who has other factors alone cannot enrol in a login.
 *
 * @returns whether the login can go on without a ticket
 */
export async function ensureSecondFactor(
  run: CustomerRun,
  { via, ticketEmail, name }: Customer,
  { userId, isNew }: Person,
  { reveal, stepUp, connection }: SecondFactorOptions,
): Promise<ClaimResult<boolean>> {
  const { api } = run;
  const factors = isNew ? [] : confirmedFactors(await collect(api.users.authenticationMethods.list(userId)));
  const strategy = via === 'passwordless' ? 'email' : (connection?.strategy ?? '');
  if (!needsTicket(stepUp, strategy, factors)) {
    if (via === 'passwordless') recordStep(run, 'second factor', 'there');
    return ok(true);
  }
  recordStep(run, 'second factor', 'waiting', ticketEmail === undefined ? 'by a ticket' : 'by an emailed ticket');
  if (run.isDryRun) return ok(false);
  const acted = await claimBeforeNotice(run);
  if (!acted.ok) return acted;
  const mail = ticketEmail === undefined ? { send_mail: false } : { send_mail: true, email: ticketEmail };
  const { ticket_url: url = '' } = await api.guardian.enrollments.createTicket({
    user_id: userId,
    ...mail,
    // The most preferred one; Auth0 would let the person choose otherwise.
    factor: stepUp.allowedFactors[0],
    ...(factors.length > 0 && { allow_multiple_enrollments: true }),
  });
  if (ticketEmail === undefined) {
    reveal(`${name}: to enrol a second factor, hand this over by another way than the administrator's mailbox: ${url}`);
  }
  return ok(false);
}

/**
 * Returns whether the plan of step-up needs a ticket. An emailed code that is required too is nothing that a ticket
 * enrols.
 */
function needsTicket(stepUp: StepUpSettings, strategy: string, factors: readonly string[]): boolean {
  const settings: StepUpSettings = { ...stepUp, emailFirst: 'when-enrolling', passkeyAsFirstFactor: 'never' };
  const enrolledFactors = factors.map((type) => ({ type }));
  const none = { app_metadata: {}, user_metadata: {}, identities: [], created_at: '', updated_at: '' };
  const event: Event = {
    client: { client_id: '', name: '', metadata: {} },
    configuration: {},
    connection: { id: '', name: '', strategy },
    request: { ip: '', method: 'GET', query: {}, body: {}, geoip: {} },
    secrets: {},
    stats: { logins_count: 0 },
    tenant: { id: '' },
    user: { ...none, user_id: '', email_verified: false, enrolledFactors },
  };
  return planStepUp(event, settings, 0).kind === 'deny';
}
