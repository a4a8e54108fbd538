import type { Event } from '../../../../actions/contract.ts';
import { planStepUp } from '../../../../actions/lib/step-up.ts';
import { factorName } from '../../check/step-up.ts';
import type { Subject } from '../subject.ts';

export interface StepUpPreview {
  /** What the Action would do. */
  kind: 'skip' | 'passkey' | 'challenge' | 'enroll' | 'deny';
  /** The first is shown, the others can be picked instead; only those that are on. */
  factors: string[];
  /** An emailed code comes before it. */
  emailFirst: boolean;
  /** Why it can't end well. */
  denied: string[];
}

/** What second factor would be asked for, and whether the tenant lets it be. */
export function previewStepUp({ tenant, team, nowMs }: Subject, event: Event): StepUpPreview {
  const plan = planStepUp(event, team.config.stepUp, nowMs);
  if (plan.kind === 'deny') return { kind: 'deny', factors: [], emailFirst: false, denied: ['EC_MFA_NO_FACTOR'] };
  if (plan.kind === 'skip' || plan.kind === 'passkey') {
    return { kind: plan.kind, factors: [], emailFirst: false, denied: [] };
  }
  const enabled = tenant.factors?.filter((factor) => factor.enabled).map(({ name = '' }) => name);
  const factors = plan.factors.filter((type) => enabled === undefined || enabled.includes(factorName(type)));
  const isOff = tenant.settings !== undefined && tenant.settings.customize_mfa_in_postlogin_action !== true;
  const denied = isOff || factors.length === 0 ? ['EC_MFA_MISSING'] : [];
  return { kind: plan.kind, factors, emailFirst: plan.emailFirst, denied };
}
