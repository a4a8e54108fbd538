import type { Event } from '../contract.ts';
import { isFresh, methodsNamed } from './authentication-methods.ts';
import { own, read } from './read.ts';
import type { FactorChoice, StepUpSettings } from './step-up-settings.ts';

/** At most two commands: the emailed code where `emailFirst`, and the factor. */
export type StepUpPlan =
  | { kind: 'skip' }
  | { kind: 'passkey' }
  | { kind: 'challenge' | 'enroll'; factors: FactorChoice; emailFirst: boolean }
  | { kind: 'deny' };

/** What to ask for in this login: whatever second factor was proven before is not looked at. */
export function planStepUp(event: Event, settings: StepUpSettings, nowMs: number): StepUpPlan {
  if (settings.mode === 'off') return { kind: 'skip' };
  if (passkeyCounts(event, settings, nowMs)) return { kind: 'passkey' };

  const enrolled = enrolledTypes(event);
  const hasEmail = enrolled.includes('email');
  const emailAlways = settings.emailFirst === 'always';
  if (emailAlways && !hasEmail) return { kind: 'deny' };

  const [first, ...others] = settings.allowedFactors.filter((factor) => enrolled.includes(factor));
  if (first !== undefined) return { kind: 'challenge', factors: [first, ...others], emailFirst: emailAlways };
  if (settings.whenNoFactor === 'deny' || firstFactorWasEmail(event)) return { kind: 'deny' };
  return { kind: 'enroll', factors: settings.allowedFactors, emailFirst: hasEmail };
}

/** Whether a passkey was the first factor, a moment ago, and the settings let it be the second as well. */
export const passkeyCounts = (event: Event, settings: StepUpSettings, nowMs: number): boolean =>
  settings.passkeyAsFirstFactor === 'counts' &&
  methodsNamed(event, 'passkey').some((method) => isFresh(method, settings.maxAgeSeconds, nowMs));

export function enrolledTypes(event: Event): unknown[] {
  const factors = read(event, 'user', 'enrolledFactors');
  return Array.isArray(factors) ? factors.map((factor) => own(factor, 'type')) : [];
}

/** With an enrolment behind an emailed code, one mailbox would be both factors. */
const firstFactorWasEmail = (event: Event): boolean =>
  read(event, 'connection', 'strategy') === 'email' || methodsNamed(event, 'email').length > 0;
