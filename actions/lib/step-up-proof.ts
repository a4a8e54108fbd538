import type { Event } from '../contract.ts';
import { isFresh, methodsNamed, SKEW_MS } from './authentication-methods.ts';
import type { DenyCode } from './codes.ts';
import { readNote } from './notes.ts';
import { instantMs, own } from './read.ts';
import { enrolledTypes, passkeyCounts } from './step-up.ts';
import type { StepUpSettings, StrongFactor } from './step-up-settings.ts';

/** Why the second factor does not count as just proven, the one to tell first; no reason means that it does. */
export function checkStepUp(event: Event, settings: StepUpSettings, nowMs: number): DenyCode[] {
  if (settings.mode === 'off' || passkeyCounts(event, settings, nowMs)) return [];
  const stepUpAtMs = readNote(event, 'stepUpAt');
  if (typeof stepUpAtMs !== 'number' || !(stepUpAtMs <= nowMs + SKEW_MS)) return ['EC_MFA_MISSING'];

  const proofs = methodsNamed(event, 'mfa');
  const isJustProven = (method: unknown) =>
    (instantMs(own(method, 'timestamp')) ?? 0) >= stepUpAtMs - SKEW_MS &&
    isFresh(method, settings.maxAgeSeconds, nowMs);

  const found: DenyCode[] = [];
  if (settings.emailFirst === 'always') found.push(...checkEmail(proofs, isJustProven));
  if (!enrolledMeanwhile(event, settings)) found.push(...checkFactor(proofs, settings, isJustProven));
  return ORDER.filter((code) => found.includes(code));
}

const ORDER: readonly DenyCode[] = ['EC_MFA_MISSING', 'EC_MFA_STALE', 'EC_MFA_WEAK'];

type Test = (method: unknown) => boolean;

function checkEmail(proofs: unknown[], isJustProven: Test): DenyCode[] {
  const byEmail = proofs.filter((method) => own(method, 'type') === 'email');
  if (byEmail.some(isJustProven)) return [];
  return byEmail.length > 0 ? ['EC_MFA_STALE'] : ['EC_MFA_MISSING'];
}

function checkFactor(proofs: unknown[], settings: StepUpSettings, isJustProven: Test): DenyCode[] {
  const isAllowed: Test = (method) => settings.allowedFactors.some((factor) => factor === own(method, 'type'));
  const allowed = proofs.filter(isAllowed);
  if (allowed.some(isJustProven)) return [];
  if (proofs.length === 0) return ['EC_MFA_MISSING'];
  const codes: DenyCode[] = [];
  if (allowed.length > 0) codes.push('EC_MFA_STALE');
  if (allowed.length < proofs.length) codes.push('EC_MFA_WEAK');
  return codes;
}

/**
 * A factor that was absent when the step-up Action asked for an enrolment, and is there now, was proven by enrolling
 * it. It is not known whether Auth0 also lists it in `event.authentication.methods`.
 */
function enrolledMeanwhile(event: Event, settings: StepUpSettings): boolean {
  const absent = readNote(event, 'stepUpAbsent');
  if (typeof absent !== 'string') return false;
  const wasAbsent = (factor: StrongFactor) => absent.split(',').includes(factor);
  const enrolled = enrolledTypes(event);
  return settings.allowedFactors.some((factor) => wasAbsent(factor) && enrolled.includes(factor));
}
