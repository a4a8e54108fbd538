import { isFresh, loggedInAtMs, methodsNamed, SKEW_MS } from './authentication-methods.ts';
import type { DenyCode } from './codes.ts';
import type { Event } from './contract.ts';
import { type NOTES, readNote } from './notes.ts';
import { instantMs, own } from './read.ts';
import { authFactor, type EnrollmentPlan, enrolledTypes, passkeyCounts } from './step-up.ts';
import type { StepUpSettings } from './step-up-settings.ts';

/**
 * Returns, for the grant Action, why the second factor of this login, challenged or enrolled, does not count as just
 * proven, the reason to show first; an empty list means that it counts.
 */
export function checkStepUp(event: Event, settings: StepUpSettings, nowMs: number): DenyCode[] {
  if (settings.mode === 'off' || passkeyCounts(event, settings, nowMs)) return [];
  const stepUpAtMs = askedAtMs(event, 'stepUpAt', nowMs);
  const enrollAtMs = askedAtMs(event, 'enrollAt', nowMs, stepUpAtMs);
  if (stepUpAtMs === undefined || (enrollAtMs === undefined && hasNote(event, 'enrollAt'))) return ['EC_MFA_MISSING'];

  const { allowedFactors, maxAgeSeconds } = settings;
  // The proof that allowed the enrolment came before it and has an age too.
  if (enrollAtMs !== undefined && isPast(enrollAtMs, maxAgeSeconds, nowMs)) return ['EC_MFA_STALE'];
  const sinceMs = Math.max(stepUpAtMs, enrollAtMs ?? 0);
  const byFactor = checkFactor(event, allowedFactors, { sinceMs, maxAgeSeconds, nowMs });
  const isEnrolled = allowedFactors.some((factor) => enrolledTypes(event).includes(factor));
  const isUnlisted = byFactor.length > 0 && enrollAtMs !== undefined && isEnrolled;
  return inOrder([
    ...checkEmail(event, settings.emailFirst === 'always', { sinceMs: stepUpAtMs, maxAgeSeconds, nowMs }),
    ...(isUnlisted ? (['EC_MFA_ENROLLMENT_UNLISTED'] as const) : byFactor),
  ]);
}

/** Returns, for the enroll Action, why the step-up's challenge before the enrolment does not count as just proven. */
export function checkBeforeEnrollment(
  event: Event,
  { emailFirst, after }: EnrollmentPlan,
  { maxAgeSeconds }: StepUpSettings,
  nowMs: number,
): DenyCode[] {
  const sinceMs = askedAtMs(event, 'stepUpAt', nowMs);
  if (sinceMs === undefined) return ['EC_MFA_MISSING'];
  if (!emailFirst && after.length === 0 && isPast(sinceMs, maxAgeSeconds, nowMs)) return ['EC_MFA_STALE'];
  const time = { sinceMs, maxAgeSeconds, nowMs };
  return inOrder([
    ...checkEmail(event, emailFirst, time),
    ...(after.length > 0 ? checkFactor(event, after.map(authFactor), time) : []),
  ]);
}

/**
 * Returns when that Action asked. Other Actions of the login can write notes too: a time in the future, or from before
 * the first factor or the previous step, is ignored.
 */
function askedAtMs(event: Event, note: keyof typeof NOTES, nowMs: number, afterMs = 0): number | undefined {
  const atMs = readNote(event, note);
  const loginMs = loggedInAtMs(event);
  const earliestMs = Math.max(afterMs, Number.isFinite(loginMs) ? loginMs : 0) - SKEW_MS;
  return isInstant(atMs) && atMs >= earliestMs && atMs <= nowMs + SKEW_MS ? atMs : undefined;
}

const isInstant = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

const hasNote = (event: Event, note: keyof typeof NOTES): boolean => (readNote(event, note) ?? undefined) !== undefined;

const isPast = (atMs: number, maxAgeSeconds: number, nowMs: number): boolean => atMs < nowMs - maxAgeSeconds * 1000;

interface Time {
  /** The time at which the Action asked for the factor, in epoch milliseconds. */
  sinceMs: number;
  maxAgeSeconds: number;
  nowMs: number;
}

const checkEmail = (event: Event, isDemanded: boolean, time: Time): DenyCode[] => {
  const state = isDemanded ? proofOf(event, ['email'], time) : 'fresh';
  return state === 'none' ? ['EC_MFA_MISSING'] : CODES[state];
};

function checkFactor(event: Event, factors: readonly string[], time: Time): DenyCode[] {
  const state = proofOf(event, factors, time);
  const proofs = methodsNamed(event, 'mfa');
  if (state === 'fresh') return [];
  if (proofs.length === 0) return ['EC_MFA_MISSING'];
  return proofs.every((method) => isOneOf(factors, method)) ? CODES[state] : [...CODES[state], 'EC_MFA_WEAK'];
}

/**
 * `earlier`: as fresh as is demanded and of this login, and yet from before our Action asked. Auth0 ignores a challenge
 * of a factor that another Action of the login has challenged.
 */
type Proof = 'fresh' | 'earlier' | 'stale' | 'none';

const CODES: Record<Proof, DenyCode[]> = {
  fresh: [],
  earlier: ['EC_MFA_EARLIER_CHALLENGE'],
  stale: ['EC_MFA_STALE'],
  none: [],
};

const isOneOf = (factors: readonly string[], method: unknown): boolean =>
  factors.some((factor) => factor === own(method, 'type'));

function proofOf(event: Event, factors: readonly string[], { sinceMs, maxAgeSeconds, nowMs }: Time): Proof {
  const proofs = methodsNamed(event, 'mfa').filter((method) => isOneOf(factors, method));
  const freshAtMs = proofs
    .filter((method) => isFresh(method, maxAgeSeconds, nowMs))
    .map((method) => instantMs(own(method, 'timestamp')) ?? 0);
  if (freshAtMs.some((atMs) => atMs >= sinceMs - SKEW_MS)) return 'fresh';
  const loginMs = loggedInAtMs(event);
  if (freshAtMs.some((atMs) => atMs >= loginMs)) return 'earlier';
  return proofs.length > 0 ? 'stale' : 'none';
}

const ORDER: readonly DenyCode[] = [
  'EC_MFA_MISSING',
  'EC_MFA_EARLIER_CHALLENGE',
  'EC_MFA_STALE',
  'EC_MFA_WEAK',
  'EC_MFA_ENROLLMENT_UNLISTED',
];

const inOrder = (codes: readonly DenyCode[]): DenyCode[] => ORDER.filter((code) => codes.includes(code));
