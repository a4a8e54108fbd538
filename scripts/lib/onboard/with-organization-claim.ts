import type { Organization } from '../domains/organization.ts';
import { type Failure, failed, type Result } from '../failures.ts';
import type { CustomerRun } from './customer-run.ts';
import {
  Claim,
  type ClaimedByOtherRun,
  type ClaimOptions,
  type ClaimResult,
  isClaimedByOtherRun,
} from './run-claim.ts';

/**
 * Does work that may write to one organization under a claim of it, as `onboard` does, and takes the claim back.
 *
 * @returns what the work returns; a failure where another run acts on the organization, or has since it was read
 */
export async function withOrganizationClaim<T>(
  run: Pick<CustomerRun, 'api' | 'isDryRun' | 'signal'>,
  organization: Organization,
  options: ClaimOptions,
  work: (claim: Claim) => Promise<ClaimResult<T>>,
): Promise<Result<T>> {
  const claim = new Claim(run, options);
  try {
    const begun = claim.begin(organization);
    const done = begun.ok ? await work(claim) : begun;
    return isClaimedByOtherRun(done) ? failed(busy(organization, done)) : done;
  } finally {
    await claim.release().catch(() => undefined);
  }
}

const busy = ({ name }: Organization, { since }: ClaimedByOtherRun): Failure => ({
  code: 'ORGANIZATION_BUSY',
  expected: `organization "${name}" as it was read, and no other run that acts on it`,
  found: since === '' ? 'a change meanwhile' : `another run since ${since}`,
  fix: 'Run it again once that has ended.',
});
