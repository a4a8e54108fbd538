import { config } from './config.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import { decide } from './lib/decision.ts';
import { NOTES } from './lib/notes.ts';
import { planStepUp } from './lib/step-up.ts';
import { checkBeforeEnrollment } from './lib/step-up-proof.ts';
import type { FactorChoice } from './lib/step-up-settings.ts';
import { policy } from './policy.ts';
import { run } from './run.ts';

/** Decides again, demands what step-up challenged, and enrols an allowed factor where none is enrolled. */
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  await run(event, api, (nowMs) => {
    const { denied } = decide(event, policy, config, nowMs);
    if (denied.length > 0) return { denied };

    const plan = planStepUp(event, config.stepUp, nowMs);
    if (plan.kind === 'deny') return { denied: [plan.code] };
    if (plan.kind !== 'enroll') return { passed: ['EC_NO_ENROLLMENT'] };

    const unproven = checkBeforeEnrollment(event, plan, config.stepUp, nowMs);
    if (unproven.length > 0) return { denied: unproven };
    return { passed: ['EC_ENROLLING'], act: () => enroll(api, plan.factors, nowMs) };
  });
};

function enroll(api: PostLoginAPI, [first, ...others]: FactorChoice, nowMs: number): void {
  api.transaction.setMetadata(NOTES.enrollAt, nowMs);
  api.authentication.enrollWith({ type: first }, { additionalFactors: others.map((type) => ({ type })) });
}
