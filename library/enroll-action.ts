import type { Event, PostLoginAction, PostLoginAPI } from './contract.ts';
import { decide } from './decision.ts';
import { NOTES } from './notes.ts';
import { run } from './run.ts';
import { planStepUp } from './step-up.ts';
import { checkBeforeEnrollment } from './step-up-proof.ts';
import type { FactorChoice } from './step-up-settings.ts';
import type { Team } from './team.ts';

/**
 * Makes the Action that decides again, demands what step-up challenged, and enrols an allowed factor where none is
 * enrolled.
 */
export const enroll =
  ({ policy, config }: Team): PostLoginAction =>
  async (event: Event, api: PostLoginAPI): Promise<void> => {
    await run(event, api, (nowMs) => {
      const { denied } = decide(event, policy, config, nowMs);
      if (denied.length > 0) return { denied };

      const plan = planStepUp(event, config.stepUp, nowMs);
      if (plan.kind === 'deny') return { denied: [plan.code] };
      if (plan.kind !== 'enroll') return { passed: ['EC_NO_ENROLLMENT'] };

      const unproven = checkBeforeEnrollment(event, plan, config.stepUp, nowMs);
      if (unproven.length > 0) return { denied: unproven };
      return { passed: ['EC_ENROLLING'], act: () => enrollOneOf(api, plan.factors, nowMs) };
    });
  };

function enrollOneOf(api: PostLoginAPI, [first, ...others]: FactorChoice, nowMs: number): void {
  api.transaction.setMetadata(NOTES.enrollAt, nowMs);
  api.authentication.enrollWith({ type: first }, { additionalFactors: others.map((type) => ({ type })) });
}
