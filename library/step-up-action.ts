import type { Event, PostLoginAction, PostLoginAPI } from './contract.ts';
import { decide } from './decision.ts';
import { NOTES } from './notes.ts';
import { run } from './run.ts';
import { challengesOf, planStepUp } from './step-up.ts';
import type { ChallengeFactor } from './step-up-settings.ts';
import type { Team } from './team.ts';

/**
 * Makes the Action that decides, denies who may not, and challenges what is enrolled. The enroll Action enrols what is
 * still missing: Auth0 wants the challenge of an enrolled factor in an Action before.
 */
export const stepUp =
  ({ policy, config }: Team): PostLoginAction =>
  async (event: Event, api: PostLoginAPI): Promise<void> => {
    await run(event, api, (nowMs) => {
      const { denied } = decide(event, policy, config, nowMs);
      if (denied.length > 0) return { denied };

      const plan = planStepUp(event, config.stepUp, nowMs);
      if (plan.kind === 'skip') return { passed: ['EC_PERMITTED'] };
      if (plan.kind === 'passkey') return { passed: ['EC_PASSKEY_COUNTED'] };
      if (plan.kind === 'deny') return { denied: [plan.code] };

      const factors = plan.kind === 'challenge' ? plan.factors.map((type) => ({ type })) : challengesOf(plan.after);
      const isAsked = factors.length > 0 || plan.emailFirst;
      return {
        passed: [isAsked ? 'EC_CHALLENGED' : 'EC_PERMITTED'],
        act: () => challenge(api, factors, plan.emailFirst, nowMs),
      };
    });
  };

function challenge(api: PostLoginAPI, [first, ...others]: ChallengeFactor[], emailFirst: boolean, nowMs: number): void {
  api.transaction.setMetadata(NOTES.stepUpAt, nowMs);
  if (emailFirst) api.authentication.challengeWith({ type: 'email' });
  if (first !== undefined) api.authentication.challengeWith(first, { additionalFactors: others });
}
