import { type Failed, type Failure, ok, type Result } from '../failures.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import { addOktaKey } from '../tenant/okta-keys.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Check } from '../verify/check.ts';
import { stepsToOktaKey } from '../verify/next-steps.ts';
import { verifyTenant } from '../verify/verify-tenant.ts';
import type { AppliedPlan } from './apply-plan.ts';
import { halfwayAfter, OKTA_KEY } from './run-stages.ts';

interface Finished {
  state: 'complete' | 'awaiting-okta-key';
  next: string[];
  /** Notes for people about what the run found and left unchanged. */
  notes: string[];
}

interface FinishOptions {
  pem: string | undefined;
  nowMs: number;
  onProgress: (step: string) => void;
}

/**
 * Verifies what was read back, because auth0-deploy-cli also exits 0 on some failures
 * (docs/notes/deploy-cli.md#exit-code-0), and only then makes Okta's key usable.
 */
export async function finish(
  session: TenantSession,
  { stages, plan, oinClientId, notes: before }: AppliedPlan,
  { pem, nowMs, onProgress }: FinishOptions,
): Promise<Result<Finished>> {
  const stop = (failures: Failure[]): Failed => ({
    ok: false,
    failures,
    ...(stages.some(({ status }) => status === 'applied') && {
      halfway: halfwayAfter(stages, pem === undefined ? [] : [OKTA_KEY]),
    }),
  });
  try {
    const verified = await verifyTenant(session, plan, { pem: undefined, nowMs });
    const wrong = verified.checks.filter(({ status, isAdvice }) => status === 'failed' && !isAdvice);
    if (wrong.length > 0) return stop(wrong.map(notAsDeployed));
    const notes = [...new Set([...before, ...verified.checks.filter(isNotable).map(noteOf)])];
    onProgress('verified by reading back');
    if (pem === undefined) {
      return ok(
        verified.hasUsableKey
          ? { state: 'complete', next: [], notes }
          : { state: 'awaiting-okta-key', next: stepsToOktaKey(session, oinClientId), notes },
      );
    }

    const refused = await addOktaKey(session.api, oinClientId, pem);
    if (refused.length > 0) return stop(refused);
    onProgress("Okta's key usable");
    return ok({ state: 'complete', next: [], notes });
  } catch (error) {
    return stop([apiFailure(error, 'finishing', session.connection)]);
  }
}

const isNotable = ({ status }: Check): boolean => status !== 'ok';

const noteOf = ({ name, detail, fix }: Check): string => [`${name}: ${detail}.`, ...(fix ? [fix] : [])].join(' ');

const notAsDeployed = ({ name, detail, where, fix }: Check): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: `${name} to be as it is here`,
  found: detail,
  ...(where && { where }),
  fix: fix ?? 'Deploy again. If it stays so, look in the tenant at what sets it.',
});
