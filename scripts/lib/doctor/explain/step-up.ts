import type { Event } from '../../../../library/contract.ts';
import { planStepUp } from '../../../../library/step-up.ts';
import { factorName } from '../../check/settings/step-up.ts';
import type { Subject } from '../subject.ts';

export interface StepUpPreview {
  /** What the Action would do. */
  kind: 'skip' | 'passkey' | 'challenge' | 'enroll' | 'deny';
  /** The first is shown, the others can be picked instead; only those that are on. */
  factors: string[];
  /** An emailed code comes before it. */
  emailFirst: boolean;
  /** Before an enrolment: the enrolled factors, one of which is challenged; only those that are on. */
  after: string[];
  /** Why it cannot succeed. */
  denied: string[];
}

/** Returns which second factor would be asked for, and whether the tenant allows it. */
export function previewStepUp({ tenant, team, nowMs }: Subject, event: Event): StepUpPreview {
  const plan = planStepUp(event, team.config.stepUp, nowMs);
  const none = { factors: [], emailFirst: false, after: [] };
  if (plan.kind === 'deny') return { ...none, kind: 'deny', denied: [plan.code] };
  if (plan.kind === 'skip' || plan.kind === 'passkey') return { ...none, kind: plan.kind, denied: [] };
  const enabled = tenant.factors?.filter((factor) => factor.enabled).map(({ name = '' }) => name);
  const isOn = (type: string) => enabled === undefined || enabled.includes(factorName(type));
  const factors = plan.factors.filter(isOn);
  const asked = plan.kind === 'enroll' ? plan.after : [];
  const after = asked.filter(isOn);
  const isOff = tenant.settings !== undefined && tenant.settings.customize_mfa_in_postlogin_action !== true;
  const isImpossible = isOff || factors.length === 0 || (asked.length > 0 && after.length === 0);
  return {
    kind: plan.kind,
    factors,
    emailFirst: plan.emailFirst,
    after,
    denied: isImpossible ? ['EC_MFA_MISSING'] : [],
  };
}
