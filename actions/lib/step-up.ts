import type { EnrollableFactor, Event } from '../contract.ts';
import { own, read } from './read.ts';

/** Email is never among them: it is a mailbox, as the password's recovery is. Nor is a recovery code. */
export type StrongFactor = Exclude<EnrollableFactor['type'], 'recovery-code'>;

/** One factor to show, and the ones that the person may pick instead. */
export type FactorChoice = [StrongFactor, ...StrongFactor[]];

export interface StepUpSettings {
  /** `off`: no second factor is asked for, and none is demanded. */
  mode: 'required' | 'off';
  /** In the order of preference. */
  allowedFactors: FactorChoice;
  /** Age at which a proof is stale when the grant Action sees it. */
  maxAgeSeconds: number;
  /** For a member with none of the allowed factors. */
  whenNoFactor: 'enroll' | 'deny';
}

export type StepUpPlan =
  | { kind: 'skip' }
  | { kind: 'challenge'; factors: FactorChoice }
  | { kind: 'enroll'; factors: FactorChoice; emailFirst: boolean }
  | { kind: 'deny' };

/** What to ask for in this login: whatever was proven before is not looked at. */
export function planStepUp(event: Event, settings: StepUpSettings): StepUpPlan {
  if (settings.mode === 'off') return { kind: 'skip' };
  const enrolled = enrolledTypes(event);
  const [first, ...others] = settings.allowedFactors.filter((factor) => enrolled.includes(factor));
  if (first !== undefined) return { kind: 'challenge', factors: [first, ...others] };
  if (settings.whenNoFactor === 'deny' || firstFactorWasEmail(event)) return { kind: 'deny' };
  return { kind: 'enroll', factors: settings.allowedFactors, emailFirst: enrolled.includes('email') };
}

export function enrolledTypes(event: Event): unknown[] {
  const factors = read(event, 'user', 'enrolledFactors');
  return Array.isArray(factors) ? factors.map((factor) => own(factor, 'type')) : [];
}

/** Elements of `event.authentication.methods`, whatever they are. */
export function authenticationMethods(event: Event): unknown[] {
  const methods = read(event, 'authentication', 'methods');
  return Array.isArray(methods) ? methods : [];
}

/** With an enrolment behind an emailed code, one mailbox would be both factors. */
const firstFactorWasEmail = (event: Event): boolean =>
  read(event, 'connection', 'strategy') === 'email' ||
  authenticationMethods(event).some((method) => own(method, 'name') === 'email');
