import { isChallenge } from '../domains/ask-dns.ts';
import { readOrganization } from '../domains/organization.ts';
import type { PendingDomain } from '../domains/prove.ts';
import { ok } from '../failures.ts';
import { ensureConnection } from './connection-step.ts';
import type { Customer } from './customer.ts';
import { type CustomerRun, recordStep, type StepOutcome } from './customer-run.ts';
import { ensureStored, proveAndPublish } from './domains-step.ts';
import { ensureGrant } from './grant-step.ts';
import type { OnboardContext } from './onboard-context.ts';
import { type AccountConnection, accountConnection } from './onboarding-tenant.ts';
import { ensureOrganization } from './organization-step.ts';
import type { CustomerOutcome, CustomerState } from './outcome.ts';
import { ensureMember, ensurePerson } from './person-step.ts';
import { requireRightCounts } from './right-counts.ts';
import { rightsTooEarly } from './rights-too-early.ts';
import type { ClaimResult } from './run-claim.ts';
import { ensureSecondFactor } from './ticket-step.ts';
import { withCustomerClaim } from './with-customer-claim.ts';

/**
 * Onboards one customer, in the order that never gives a right before what it rests on
 * (docs/notes/express-configuration.md#order-of-onboarding): organization, domains, proof, connection, account,
 * membership, and the right last. Each step looks first, so that a run goes on where another ended, however it ended.
 */
export const onboardOne = (
  customer: Customer,
  context: OnboardContext,
  steps: StepOutcome[],
): Promise<CustomerOutcome> => withCustomerClaim(customer, context, steps, (run) => goOn(run, customer, context));

async function goOn(
  run: CustomerRun,
  customer: Customer,
  context: OnboardContext,
): Promise<ClaimResult<CustomerOutcome>> {
  const { tenant, rules, adopt, nowMs, isDryRun } = context;
  const { steps } = run;
  const outcome = (state: CustomerState, next: string[] = [], organizationId?: string): ClaimResult<CustomerOutcome> =>
    ok({
      organization: customer.name,
      ...(organizationId !== undefined && { organizationId }),
      state,
      steps,
      next,
    });

  const made = await ensureOrganization(run, customer, { rules, adopt, nowMs });
  if (!made.ok) return made;
  const organization = made.value;
  if (organization === undefined) {
    for (const [name, detail] of stepsAfterOrganization(customer)) recordStep(run, name, 'would', detail);
    return outcome('planned');
  }
  const { id } = organization;
  const stored = await ensureStored(run, customer, organization);
  if (!stored.ok) return stored;
  if (stored.value === undefined) return outcome('planned', [], id);
  const proof = { ...context, ...(customer.attest !== undefined && { attest: customer.attest }) };
  const pending = await proveAndPublish(run, customer, organization, stored.value, proof);
  if (!pending.ok) return pending;
  if (pending.value.length > 0) {
    const now = await readOrganization(run.api, id);
    const early = await rightsTooEarly(run.api, now, tenant, context.environment);
    return outcome('waiting for DNS', [...early, ...pending.value.map(recordText)], id);
  }

  const connection = await connectionOf(customer, context);
  const enabled = connection === undefined ? ok([]) : await ensureConnection(run, organization, connection);
  if (!enabled.ok) return enabled;
  const notices: string[] = enabled.value;
  const found = await ensurePerson(run, customer, { ...context, organization, connection });
  if (!found.ok) return found;
  const person = found.value;
  if (person === 'waiting' || person === 'waiting after reset') {
    const todo = person === 'waiting' ? ACCEPT : ACCEPT_AFTER_RESET;
    return outcome('waiting for the invitation to be accepted', [...notices, todo], id);
  }
  if (person === undefined) return outcome('planned', notices, id);
  const member = await ensureMember(run, person, organization);
  if (!member.ok) return member;
  const hasFactor = await ensureSecondFactor(run, customer, person, { ...context, connection });
  if (!hasFactor.ok) return hasFactor;
  const granted = await ensureGrant(run, customer, person, { tenant, rules, organization, connection });
  if (!granted.ok) return granted;
  if (!isDryRun) {
    const counts = await requireRightCounts(run, customer, person, { organization, tenant }, nowMs);
    if (!counts.ok) return counts;
  }
  if (isDryRun && steps.some(({ status }) => status === 'would')) return outcome('planned', notices, id);
  return hasFactor.value
    ? outcome('ready', notices, id)
    : outcome('waiting for a second factor', [...notices, ENROL], id);
}

/** Returns the steps of a dry run in an organization that does not exist yet. */
const stepsAfterOrganization = ({ domains, via, grant }: Customer): [name: string, detail: string][] => [
  ['domains claimed', domains.join(', ')],
  ['domains proven', 'waits for DNS unless attested'],
  ['connection enabled', ''],
  ...(via === 'invitation'
    ? [['invitation', 'waits until it is accepted'] as [string, string]]
    : [['administrator', via] as [string, string]]),
  ['member', ''],
  [grant === 'role' ? 'role in the organization' : 'attribute of the administrator', ''],
];

function connectionOf(customer: Customer, context: OnboardContext): Promise<AccountConnection | undefined> {
  const { admin, connection } = customer;
  if ('userId' in admin) return accountConnection(context.api, admin.userId);
  const name = connection ?? context.impliedConnection(customer);
  return Promise.resolve(name === undefined ? undefined : context.tenant.connections.get(name));
}

const ACCEPT = 'The administrator accepts the emailed invitation; then run it again.';
const ACCEPT_AFTER_RESET =
  'The administrator accepts the emailed invitation and sets a password by "Forgot password?"; then run it again.';
const ENROL = 'The administrator enrols a second factor by the ticket; then run it again.';

/** Says which record to publish, and which resolvers did not see it yet. */
export function recordText({ domain, host, txt, answers }: PendingDomain): string {
  if (!isChallenge({ host, txt }))
    return `Auth0 names no record for ${domain}: run it again later, or prove it by a note (--attest).`;
  const missing = answers.filter(({ isThere }) => !isThere);
  const seen = missing.map(({ resolver, error }) => `${resolver}${error === undefined ? '' : ` ${error}`}`).join(', ');
  return `Publish this record, then run it again: ${host} TXT "${txt}" (not seen by ${seen})`;
}
