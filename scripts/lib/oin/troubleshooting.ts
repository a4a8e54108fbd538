import type { DenyCode } from '../../../library/codes.ts';

interface Advice {
  /** The meaning for the customer's administrator. */
  means: string;
  /** An imperative sentence. */
  todo: string;
}

const OURS = 'Contact our support with the code and the time.';

/** Advice for the customer's administrator: it does not say how the decision is made. */
export const TROUBLESHOOTING: Readonly<Record<DenyCode, Advice>> = {
  EC_NOT_AUTHORIZED: {
    means: 'Your account may not run Express Configuration for this organization.',
    todo: 'Ask an administrator of your organization, or our support, for the permission, and try again.',
  },
  EC_NO_ORG: {
    means: 'The login was not in an organization.',
    todo: 'Start again in Okta, and choose your organization when you are asked for it.',
  },
  EC_UNVERIFIED_EMAIL: {
    means: 'Your account’s email address has not been verified.',
    todo: 'Ask our support for an invitation, accept it, and try again.',
  },
  EC_SCOPE_NONE: {
    means: 'Your permission is for another feature than the one you started.',
    todo: 'Ask for the permission for single sign-on, or for provisioning, and try again.',
  },
  EC_MFA_NO_FACTOR: {
    means: 'Your account has no second factor that is accepted here.',
    todo: 'Enrol one of the second factors named above, or ask our support to send you an enrolment link.',
  },
  EC_MFA_OTHER_FACTORS: {
    means: 'Your account has a second factor, but none that is accepted here.',
    todo: 'Ask our support for an enrolment link, enrol one of the second factors named above, and try again.',
  },
  EC_MFA_MISSING: {
    means: 'The second factor was not proven in this login.',
    todo: 'Start again in Okta, and finish the second factor.',
  },
  EC_MFA_STALE: {
    means: 'The second factor was proven too long ago.',
    todo: 'Start again in Okta, and go through the login without a break.',
  },
  EC_MFA_EARLIER_CHALLENGE: {
    means: 'The second factor was asked for too early in this login, by something of ours.',
    todo: OURS,
  },
  EC_MFA_ENROLLMENT_UNLISTED: {
    means: 'Your new second factor is enrolled, and could not be confirmed in the same login.',
    todo: 'Start again in Okta, and use the new second factor.',
  },
  EC_MFA_WEAK: {
    means: 'The second factor that was used is not accepted here.',
    todo: 'Start again in Okta, and choose one of the second factors named above.',
  },
  EC_DOMAINS_NONE: {
    means: 'No verified email domain is known for your organization.',
    todo: 'Send us the email domains of your organization, and prove them as we tell you.',
  },
  EC_DOMAINS_INVALID: {
    means: 'The email domains kept for your organization can’t be used as they are.',
    todo: OURS,
  },
  EC_DOMAINS_SOURCE_DOWN: {
    means: 'Your organization’s email domains could not be read just now.',
    todo: 'Wait a few minutes and try again.',
  },
  EC_PROTOCOL: {
    means: 'The login was not an interactive one.',
    todo: 'Start again with the button in Okta, in a browser.',
  },
  EC_CLIENT: { means: 'The request did not come from Okta.', todo: 'Start again with the button in Okta.' },
  EC_CONFIG: { means: 'Something is not set up on our side.', todo: OURS },
  EC_INTERNAL: { means: 'Something failed on our side.', todo: `Try again. If it stays so: ${OURS}` },
};
