import type { Event } from '../contract.ts';
import type { DenyCode } from './codes.ts';
import { readNote } from './notes.ts';
import { instantMs, own } from './read.ts';
import { authenticationMethods, enrolledTypes, type StepUpSettings, type StrongFactor } from './step-up.ts';

/** Between the clocks of whatever writes the timestamps and of whatever runs the Actions. */
const SKEW_MS = 30_000;

/** Why the second factor does not count as just proven; no reason means that it does. */
export function checkStepUp(event: Event, settings: StepUpSettings, nowMs: number): DenyCode[] {
  if (settings.mode === 'off') return [];
  const stepUpAtMs = readNote(event, 'stepUpAt');
  if (typeof stepUpAtMs !== 'number' || !(stepUpAtMs <= nowMs + SKEW_MS)) return ['EC_MFA_MISSING'];
  if (enrolledMeanwhile(event, settings)) return [];

  const isAllowed = (method: unknown) => settings.allowedFactors.some((factor) => factor === own(method, 'type'));
  const isFresh = (method: unknown) => {
    const atMs = instantMs(own(method, 'timestamp'));
    return (
      atMs !== undefined &&
      atMs >= stepUpAtMs - SKEW_MS &&
      atMs <= nowMs + SKEW_MS &&
      atMs >= nowMs - settings.maxAgeSeconds * 1000
    );
  };

  const proofs = authenticationMethods(event).filter((method) => own(method, 'name') === 'mfa');
  if (proofs.some((method) => isAllowed(method) && isFresh(method))) return [];
  const codes: DenyCode[] = [];
  if (proofs.length === 0) codes.push('EC_MFA_MISSING');
  if (proofs.some(isAllowed)) codes.push('EC_MFA_STALE');
  if (proofs.some((method) => !isAllowed(method))) codes.push('EC_MFA_WEAK');
  return codes;
}

/**
 * A factor that was absent when the step-up Action asked for an enrolment, and is there now, was proven by enrolling it.
 * It is not known whether Auth0 also lists it in `event.authentication.methods`.
 */
function enrolledMeanwhile(event: Event, settings: StepUpSettings): boolean {
  const absent = readNote(event, 'stepUpAbsent');
  if (typeof absent !== 'string') return false;
  const wasAbsent = (factor: StrongFactor) => absent.split(',').includes(factor);
  const enrolled = enrolledTypes(event);
  return settings.allowedFactors.some((factor) => wasAbsent(factor) && enrolled.includes(factor));
}
