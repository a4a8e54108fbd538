import { emailedCodeLogin, enrolled, justChallenged, justEnrolled, passkeyLogin } from '../cases.ts';
import type { CatalogueEvent } from '../catalogue.ts';
import { NOW_MS } from '../login-event.ts';

const GRANT = 'express-configure-grant';

/** First factors and second factors of an admin. */
export const FACTOR_EVENTS: readonly CatalogueEvent[] = [
  {
    name: 'several-factors',
    description: 'an admin with a security key and one-time codes picks the codes',
    changes: [enrolled('webauthn-roaming', 'otp')],
    person: ['otp'],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'no-factor-enrolled',
    description: 'an admin without a second factor, who can enrol what is asked for',
    changes: [enrolled()],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'email-factor-only',
    description: 'an admin whose only second factor is an emailed code',
    changes: [enrolled('email')],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'passkey-first',
    description: 'an admin who logged in with a passkey, one-time codes enrolled',
    changes: [passkeyLogin],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'emailed-code-first',
    description: 'an admin who logged in with an emailed code, one-time codes enrolled',
    changes: [emailedCodeLogin],
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'emailed-code-alone',
    description: 'an admin who logged in with an emailed code, without a second factor',
    changes: [emailedCodeLogin, enrolled()],
    expected: { denied: ['EC_MFA_NO_FACTOR'] },
  },
  {
    name: 'factor-proven',
    description: 'as the grant Action sees an admin’s login a second after the one-time code',
    changes: [justChallenged()],
    startsAt: GRANT,
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'factor-just-enrolled',
    description: 'as the grant Action sees the login of an admin who has just enrolled a factor',
    changes: [enrolled(), justEnrolled()],
    startsAt: GRANT,
    expected: { allowed: ['sso', 'scim'] },
  },
  {
    name: 'missing-factor',
    description: 'as the grant Action sees a login in which the second factor was asked for and not proven',
    changes: [{ transaction: { metadata: { step_up_at: NOW_MS - 10_000 } } }],
    startsAt: GRANT,
    expected: { denied: ['EC_MFA_MISSING'] },
  },
  {
    name: 'stale-factor',
    description: 'as the grant Action sees a login in which the second factor was proven ten minutes ago',
    changes: [justChallenged('otp', { secondsAgo: 600 })],
    startsAt: GRANT,
    expected: { denied: ['EC_MFA_STALE'] },
  },
  {
    name: 'weak-factor',
    description: 'as the grant Action sees a login in which an emailed code was the second factor',
    changes: [justChallenged('email')],
    startsAt: GRANT,
    expected: { denied: ['EC_MFA_WEAK'] },
  },
];
