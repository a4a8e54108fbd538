import {
  challengedEarlier,
  emailedCodeLogin,
  enrolled,
  justChallenged,
  justEnrolled,
  passkeyLogin,
  stepUpAsked,
} from '../cases.ts';
import type { CatalogueEvent, Expected } from './catalogue-event.ts';
import type { CatalogueSettings } from './settings.ts';

const GRANT = 'express-configure-grant';
const ALLOWED: Expected = { allowed: ['sso', 'scim'] };
/** The age of the proofs in these events; a team may allow less. */
const SECONDS_AGO = 60;

/** Returns events with an admin's different first and second factors. */
export function factorEvents(stepUp: CatalogueSettings): CatalogueEvent[] {
  return stepUp.mode === 'off' ? eventsOf(stepUp).map((event) => ({ ...event, expected: ALLOWED })) : eventsOf(stepUp);
}

function eventsOf(stepUp: CatalogueSettings): CatalogueEvent[] {
  const { allowedFactors, emailFirst, whenNoFactor, maxAgeSeconds } = stepUp;
  const [first, second = first] = allowedFactors;
  const email = emailFirst === 'always' ? ['email'] : [];
  const noFactor: Expected = { denied: ['EC_MFA_NO_FACTOR'] };
  /** An emailed code that is required is not an allowed factor either. */
  const emailIsWeak = email.map(() => 'EC_MFA_WEAK');
  const emailProven = email.map((factor) => justChallenged(factor));
  return [
    {
      name: 'several-factors',
      description: 'an admin with several allowed factors picks another one than the first',
      changes: [enrolled(...email, ...allowedFactors)],
      person: ['email', second],
      expected: ALLOWED,
    },
    {
      name: 'no-factor-enrolled',
      description: 'an admin without a second factor, who can enrol what is asked for',
      changes: [enrolled()],
      expected: whenNoFactor === 'enroll' && email.length === 0 ? ALLOWED : noFactor,
    },
    {
      name: 'email-factor-only',
      description: 'an admin whose only second factor is an emailed code',
      changes: [enrolled('email')],
      expected: whenNoFactor === 'enroll' ? ALLOWED : noFactor,
    },
    ...OTHERS.map(([name, factor, description]) => ({
      name,
      description,
      changes: [enrolled(...email, factor)],
      expected: ofOtherFactor(stepUp, factor),
    })),
    {
      name: 'passkey-first',
      description: 'an admin who logged in with a passkey, an allowed factor enrolled',
      changes: [passkeyLogin],
      expected: ALLOWED,
    },
    {
      name: 'emailed-code-first',
      description: 'an admin who logged in with an emailed code, an allowed factor enrolled',
      changes: [emailedCodeLogin],
      expected: ALLOWED,
    },
    {
      name: 'emailed-code-alone',
      description: 'an admin who logged in with an emailed code, without a second factor',
      changes: [emailedCodeLogin, enrolled()],
      expected: noFactor,
    },
    ...[
      {
        name: 'factor-proven',
        description: 'as the grant Action sees an admin’s login a second after the second factor',
        changes: [...emailProven, justChallenged(first)],
        expected: ALLOWED,
      },
      {
        name: 'factor-just-enrolled',
        description: 'as the grant Action sees the login of an admin who has just enrolled a factor',
        changes: [enrolled(), ...emailProven, justEnrolled(first)],
        expected: ALLOWED,
      },
      {
        name: 'unlisted-enrollment',
        description: 'as the grant Action sees an enrolment that Auth0 does not list among the methods',
        changes: [enrolled(), ...emailProven, justEnrolled(first, { isListed: false })],
        expected: { denied: ['EC_MFA_ENROLLMENT_UNLISTED'] },
      },
      {
        name: 'missing-factor',
        description: 'as the grant Action sees a login in which the second factor was asked for and not proven',
        changes: [stepUpAsked()],
        expected: { denied: ['EC_MFA_MISSING'] },
      },
      {
        name: 'stale-factor',
        description: 'as the grant Action sees a login in which the second factor was proven too long ago',
        changes: [...emailProven, justChallenged(first, { secondsAgo: maxAgeSeconds + 300 })],
        expected: { denied: ['EC_MFA_STALE', ...emailIsWeak] },
      },
      {
        name: 'earlier-challenge',
        description: 'as the grant Action sees a factor that another Action challenged a minute before step-up',
        changes: [...emailProven, challengedEarlier(first, { secondsAgo: SECONDS_AGO })],
        expected: {
          denied: [maxAgeSeconds < SECONDS_AGO ? 'EC_MFA_STALE' : 'EC_MFA_EARLIER_CHALLENGE', ...emailIsWeak],
        },
      },
      {
        name: 'weak-factor',
        description: 'as the grant Action sees a login in which an emailed code was the second factor',
        changes: [justChallenged('email')],
        expected: { denied: ['EC_MFA_WEAK'] },
      },
    ].map((event: CatalogueEvent) => ({ ...event, startsAt: GRANT })),
  ];
}

const OTHERS = [
  ['phone-only', 'phone', 'an admin whose only second factor is a phone'],
  ['push-only', 'push-notification', 'an admin whose only second factor is a push notification'],
  ['recovery-code-only', 'recovery-code', 'an admin who has no second factor but a recovery code'],
] as const;

/** Returns the expectation for an admin who has enrolled this factor alone. */
function ofOtherFactor({ allowedFactors, whenOnlyOtherFactors }: CatalogueSettings, factor: string): Expected {
  if (allowedFactors.some((allowed) => allowed === factor)) return ALLOWED;
  const accepted = whenOnlyOtherFactors === 'deny' ? [] : whenOnlyOtherFactors.challengeThenEnroll;
  const names = factor === 'phone' ? ['voice', 'sms'] : [factor];
  return names.some((name) => accepted.includes(name)) ? ALLOWED : { denied: ['EC_MFA_OTHER_FACTORS'] };
}
