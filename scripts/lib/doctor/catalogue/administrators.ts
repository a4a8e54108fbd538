import type { CatalogueEntry } from '../catalogue-entry.ts';

export const ADMINISTRATORS = {
  ADMIN_ENTRY_MALFORMED: {
    severity: 'warning',
    requirement: 'T10',
    why: 'A malformed entry of app_metadata.express_configure does not count: whoever it was for is denied.',
    fix: 'Write [{"org_id":"org_…","scopes":["sso","scim"]}]: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_ENTRY_EXPIRED: {
    severity: 'warning',
    requirement: 'T10',
    why: 'An entry whose expires_at is over does not count; it may be over on purpose.',
    fix: 'Remove the entry, or renew it: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_ENTRY_ORGANIZATION: {
    severity: 'warning',
    requirement: 'T5',
    why: 'The entry names an organization that is not there: whoever it was for is denied.',
    fix: 'Correct or remove it: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_SEVERAL_ORGANIZATIONS: {
    severity: 'warning',
    requirement: 'T5',
    why: 'One account that configures several customers is rarely meant: whoever takes it over reaches all of them.',
    fix: 'See that this is wanted, or leave the user one organization: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_NOT_MEMBER: {
    severity: 'warning',
    requirement: 'L6',
    why: 'Only a member logs in to an organization; the flag alone lets nobody in.',
    fix: 'Add the member: auth0 api post "organizations/<organizationId>/members" --data \'{"members":["<user>"]}\', or remove the entry.',
  },
  ADMIN_BLOCKED: {
    severity: 'warning',
    requirement: 'T12',
    why: 'A blocked user does not log in.',
    fix: 'Unblock the user (auth0 api patch "users/<user>" --data \'{"blocked":false}\'), or take the authority away.',
  },
  ADMIN_UNVERIFIED: {
    severity: 'warning',
    requirement: 'R45',
    why: 'An address that nobody proved may be anybody’s: its owner is denied (EC_UNVERIFIED_EMAIL).',
    fix: 'Send no verification email: whoever made the account would keep its password. Reset it and invite the mailbox: npm run onboard -- --env <env> --org <organization> --admin "<user>" --domains DOMAINS --unverified reset',
  },
  ADMIN_BEFORE_PROOF: {
    severity: 'warning',
    requirement: 'T1',
    why: 'Onboarding gives the right last, once the domains are proven: somebody else gave this one, by hand.',
    fix: 'Find out who did, and take it back: npm run onboard -- --env <env> --undo --org <organization> --admin "<user>"',
  },
  ADMIN_WITHOUT_FACTOR: {
    severity: 'warning',
    requirement: 'T20',
    why: 'This administrator can not enrol a second factor in the login (the first one was the mailbox, or the settings forbid it) and is denied (EC_MFA_NO_FACTOR).',
    fix: 'Send an enrolment ticket: auth0 api post "guardian/enrollments/ticket" --data \'{"user_id":"<user>","send_mail":true}\'',
  },
  ADMIN_OTHER_FACTORS: {
    severity: 'warning',
    requirement: 'T20',
    why: 'Auth0 enrols another factor only after a challenge of an enrolled one, and config.stepUp.whenOnlyOtherFactors accepts none of this administrator: they are denied (EC_MFA_OTHER_FACTORS).',
    fix: 'Send an enrolment ticket (auth0 api post "guardian/enrollments/ticket" --data \'{"user_id":"<user>","send_mail":true,"allow_multiple_enrollments":true}\'), or add the factor to allowedFactors in actions/config.ts.',
  },
} as const satisfies Record<string, CatalogueEntry>;
