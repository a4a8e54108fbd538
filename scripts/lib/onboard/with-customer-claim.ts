import type { Customer } from './customer.ts';
import type { CustomerRun, StepOutcome } from './customer-run.ts';
import type { OnboardContext } from './onboard-context.ts';
import type { CustomerOutcome } from './outcome.ts';
import { Claim, type ClaimedByOtherRun, type ClaimResult, isClaimedByOtherRun } from './run-claim.ts';

/** Does one customer's work and takes its claim back, however the work ends; an organization of another run's is left. */
export async function withCustomerClaim(
  { name }: Customer,
  context: OnboardContext,
  steps: StepOutcome[],
  work: (run: CustomerRun) => Promise<ClaimResult<CustomerOutcome>>,
): Promise<CustomerOutcome> {
  const { api, isDryRun, signal, me, settleMs, now } = context;
  const claim = new Claim({ api, isDryRun, signal }, { me, settleMs, now });
  try {
    const done = await work({ api, isDryRun, steps, signal, claim });
    if (done.ok) return done.value;
    if (isClaimedByOtherRun(done)) return { organization: name, state: 'in another run', steps, next: [text(done)] };
    const [failure] = done.failures;
    return { organization: name, state: 'failed', steps, next: [], ...(failure && { failure }) };
  } finally {
    // If the note stays, the next run takes over: this process is gone then, or the note is stale.
    await claim.release().catch(() => undefined);
  }
}

const text = ({ since }: ClaimedByOtherRun): string =>
  `Another run acts on it${since === '' ? '' : ` since ${since}`}; run it again once that has ended.`;
