import { config } from './config.ts';
import type { Event, PostLoginAPI } from './contract.ts';
import { decide } from './lib/decision.ts';
import { NOTES } from './lib/notes.ts';
import { planStepUp } from './lib/step-up.ts';
import type { FactorChoice, StrongFactor } from './lib/step-up-settings.ts';
import { policy } from './policy.ts';
import { run } from './run.ts';

/**
 * Decides, denies who may not, and asks everyone else for the second factor: at most two of the four commands Auth0
 * allows in a login.
 */
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  await run(event, api, (nowMs) => {
    const { denied } = decide(event, policy, config, nowMs);
    if (denied.length > 0) return { denied };

    const plan = planStepUp(event, config.stepUp, nowMs);
    switch (plan.kind) {
      case 'skip':
        return { passed: ['EC_PERMITTED'] };
      case 'passkey':
        return { passed: ['EC_PASSKEY_COUNTED'] };
      case 'deny':
        return { denied: ['EC_MFA_NO_FACTOR'] };
      case 'challenge':
        return { passed: ['EC_CHALLENGED'], act: () => challenge(api, plan.factors, plan.emailFirst, nowMs) };
      case 'enroll':
        return { passed: ['EC_ENROLLING'], act: () => enroll(api, plan.factors, plan.emailFirst, nowMs) };
    }
  });
};

function challenge(api: PostLoginAPI, [first, ...others]: FactorChoice, emailFirst: boolean, nowMs: number): void {
  api.transaction.setMetadata(NOTES.stepUpAt, nowMs);
  if (emailFirst) api.authentication.challengeWith({ type: 'email' });
  api.authentication.challengeWith(factor(first), { additionalFactors: others.map(factor) });
}

function enroll(api: PostLoginAPI, factors: FactorChoice, emailFirst: boolean, nowMs: number): void {
  const [first, ...others] = factors;
  api.transaction.setMetadata(NOTES.stepUpAt, nowMs);
  api.transaction.setMetadata(NOTES.stepUpAbsent, factors.join(','));
  if (emailFirst) api.authentication.challengeWith({ type: 'email' });
  api.authentication.enrollWith(factor(first), { additionalFactors: others.map(factor) });
}

const factor = (type: StrongFactor): { type: StrongFactor } => ({ type });
