import { isFresh, methodsNamed } from './authentication-methods.ts';
import type { DenyCode } from './codes.ts';
import type { Event } from './contract.ts';
import { own, read } from './read.ts';
import type {
  ChallengeFactor,
  FactorChoice,
  FirstChallenge,
  StepUpSettings,
  StrongFactor,
} from './step-up-settings.ts';

/**
 * Describes what the Actions ask for in this login. Auth0 allows four commands: a challenge takes one, an enrolment
 * one, each challenge before it one more, and the emailed code one more if `emailFirst`.
 */
export type StepUpPlan =
  | { kind: 'skip' }
  | { kind: 'passkey' }
  | { kind: 'challenge'; factors: FactorChoice; emailFirst: boolean }
  | EnrollmentPlan
  | { kind: 'deny'; code: Extract<DenyCode, 'EC_MFA_NO_FACTOR' | 'EC_MFA_OTHER_FACTORS'> };

/**
 * Describes an enrolment. Step-up challenges what must be proven before; the enroll Action requires that proof and
 * enrols.
 */
export interface EnrollmentPlan {
  kind: 'enroll';
  factors: FactorChoice;
  emailFirst: boolean;
  /** Enrolled factors, one of which the person proves first; empty if nothing but email is enrolled. */
  after: FirstChallenge[];
}

/** Returns what to ask for in this login. A second factor that was proven earlier does not change it. */
export function planStepUp(event: Event, settings: StepUpSettings, nowMs: number): StepUpPlan {
  if (settings.mode === 'off') return { kind: 'skip' };
  if (passkeyCounts(event, settings, nowMs)) return { kind: 'passkey' };

  const enrolled = enrolledTypes(event);
  const hasEmail = enrolled.includes('email');
  const emailAlways = settings.emailFirst === 'always';
  if (emailAlways && !hasEmail) return NO_FACTOR;

  const [first, ...others] = settings.allowedFactors.filter((factor) => enrolled.includes(factor));
  if (first !== undefined) return { kind: 'challenge', factors: [first, ...others], emailFirst: emailAlways };

  const plan = { kind: 'enroll', factors: settings.allowedFactors, emailFirst: hasEmail } as const;
  // An enrolment that cannot be read counts as a factor too: Auth0 would refuse an enrolment beside it.
  if (enrolled.some((type) => type !== 'email')) {
    const isSamePhone = firstFactorWas(event, ['sms', 'phone_number']);
    const after = acceptedBefore(settings)
      .filter((factor) => enrolled.includes(authFactor(factor)))
      .filter((factor) => !(isSamePhone && authFactor(factor) === 'phone'));
    return after.length > 0 ? { ...plan, after } : { kind: 'deny', code: 'EC_MFA_OTHER_FACTORS' };
  }
  return settings.whenNoFactor === 'deny' || firstFactorWas(event, ['email']) ? NO_FACTOR : { ...plan, after: [] };
}

const NO_FACTOR: StepUpPlan = { kind: 'deny', code: 'EC_MFA_NO_FACTOR' };

const acceptedBefore = ({ whenOnlyOtherFactors: setting }: StepUpSettings): FirstChallenge[] =>
  typeof setting === 'object' ? setting.challengeThenEnroll : [];

/** Returns Auth0's type of a factor, as events name it. */
export const authFactor = (factor: FirstChallenge): StrongFactor =>
  factor === 'voice' || factor === 'sms' ? 'phone' : factor;

/** Returns the arguments of `challengeWith`: both deliveries of the factor `phone` are one factor. */
export function challengesOf(factors: readonly FirstChallenge[]): ChallengeFactor[] {
  const types = [...new Set(factors.map(authFactor))];
  const preferredMethod = !factors.includes('sms') ? 'voice' : factors.includes('voice') ? 'both' : 'sms';
  return types.map((type) => (type === 'phone' ? { type, options: { preferredMethod } } : { type }));
}

/** Returns whether a passkey was the first factor a moment ago and the settings accept it as the second factor too. */
export const passkeyCounts = (event: Event, settings: StepUpSettings, nowMs: number): boolean =>
  settings.passkeyAsFirstFactor === 'counts' &&
  methodsNamed(event, 'passkey').some((method) => isFresh(method, settings.maxAgeSeconds, nowMs));

export function enrolledTypes(event: Event): unknown[] {
  const factors = read(event, 'user', 'enrolledFactors');
  return Array.isArray(factors) ? factors.map((factor) => own(factor, 'type')) : [];
}

/**
 * Returns whether a code sent to the person was the first factor. If the enrolment then followed another code to the
 * same mailbox or phone, one thing would be both factors. Passwordless strategies have the names of the methods.
 */
const firstFactorWas = (event: Event, names: readonly string[]): boolean =>
  names.some((name) => read(event, 'connection', 'strategy') === name || methodsNamed(event, name).length > 0);
