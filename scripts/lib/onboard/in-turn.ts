import type { Organization } from '../domains/organization.ts';
import { type Failure, failed, type Result } from '../failures.ts';
import type { Run } from './run.ts';
import { Claim, type Claimed, type ClaimOptions, type Elsewhere, isElsewhere } from './run-claim.ts';

/**
 * Does work that may write to one organization under a claim of it, as `onboard` does, and takes the claim back.
 *
 * @returns what the work returns; a failure where another run acts on the organization, or has since it was read
 */
export async function inTurn<T>(
  run: Pick<Run, 'api' | 'isDryRun' | 'signal'>,
  organization: Organization,
  options: ClaimOptions,
  work: (claim: Claim) => Promise<Claimed<T>>,
): Promise<Result<T>> {
  const claim = new Claim(run, options);
  try {
    const begun = claim.begin(organization);
    const done = begun.ok ? await work(claim) : begun;
    return isElsewhere(done) ? failed(busy(organization, done)) : done;
  } finally {
    await claim.release().catch(() => undefined);
  }
}

const busy = ({ name }: Organization, { since }: Elsewhere): Failure => ({
  code: 'ORGANIZATION_BUSY',
  expected: `organization "${name}" as it was read, and no other run that acts on it`,
  found: since === '' ? 'a change meanwhile' : `another run since ${since}`,
  fix: 'Run it again once that has ended.',
});
