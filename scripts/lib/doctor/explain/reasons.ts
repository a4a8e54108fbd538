/** Describes why a person is refused: the meaning of the code, its requirement, and what to do. */
export interface Reason {
  /** The Actions' own, a forbid rule's of the team, or of what Auth0 refuses before any Action runs. */
  code: string;
  requirement: string;
  means: string;
  fix: string;
}

type Known = Readonly<Record<string, Omit<Reason, 'code'>>>;

const REASONS: Known = {
  USER_BLOCKED: {
    requirement: 'T12',
    means: 'The user is blocked: Auth0 refuses the login before any Action runs.',
    fix: 'Unblock the user in the Auth0 dashboard (User Management).',
  },
  NOT_A_MEMBER: {
    requirement: 'L6',
    means: 'The user is no member of the organization: Auth0 refuses the login to it.',
    fix: 'Add the user to the members of the organization.',
  },
  CONNECTION_NOT_ENABLED: {
    requirement: 'R42',
    means: 'The user’s connection is not enabled in the organization: its login page does not offer it.',
    fix: 'Enable it there, with assign_membership_on_login: false.',
  },
  CONNECTION_NOT_OF_OIN_CLIENT: {
    requirement: 'R17',
    means: 'With Prompt for Credentials the user’s connection must be enabled for the OIN client, and it is not.',
    fix: 'Enable the connection for the OIN client.',
  },
  EC_CONFIG: {
    requirement: 'T7',
    means: 'The Actions know no OIN client.',
    fix: 'Deploy: npm run deploy',
  },
  EC_CLIENT: {
    requirement: 'T7',
    means: 'The Actions’ secret OIN_CLIENT_IDS names another client than the one Okta uses.',
    fix: 'Deploy: npm run deploy',
  },
  EC_PROTOCOL: {
    requirement: 'T18',
    means: 'The login is not one of a person at a browser.',
    fix: 'Log in from Okta’s Admin Console.',
  },
  EC_NO_ORG: {
    requirement: 'T6',
    means: 'The login is of no organization.',
    fix: 'Give the OIN client organization_require_behavior: pre_login_prompt.',
  },
  EC_UNVERIFIED_EMAIL: {
    requirement: 'T12',
    means: 'The email address is not verified, and the connection is not excepted in actions/policy.ts.',
    fix: 'Reset the account and invite the mailbox (npm run onboard, with --unverified reset; a verification email would complete a takeover), or except the connection in unverifiedEmail({…}).',
  },
  EC_NOT_AUTHORIZED: {
    requirement: 'R21',
    means: 'No rule of actions/policy.ts permits the user in this organization.',
    fix: 'Write app_metadata.<attribute> for this organization, or give the role in it.',
  },
  EC_SCOPE_NONE: {
    requirement: 'T8',
    means: 'What the user is permitted is not what was asked for (sso, scim).',
    fix: 'Permit the scope that is asked for, in app_metadata.<attribute> or in actions/policy.ts.',
  },
  EC_INTERNAL: {
    requirement: 'T15',
    means: 'A rule of actions/policy.ts throws on this user, which denies the login.',
    fix: 'Correct the rule: an attribute may be missing or of another type.',
  },
  EC_MFA_NO_FACTOR: {
    requirement: 'R46',
    means: 'No allowed second factor is enrolled, and none may be enrolled in this login.',
    fix: 'Send the user an enrolment ticket.',
  },
  EC_MFA_OTHER_FACTORS: {
    requirement: 'T20',
    means: 'Second factors are enrolled, and none of them is allowed or accepted before an enrolment.',
    fix: 'Send an enrolment ticket (npm run onboard does), or add the factor to allowedFactors in actions/config.ts.',
  },
  EC_MFA_MISSING: {
    requirement: 'R46',
    means: 'No factor can be asked for: the tenant does not let Actions ask, or has none of the factors on.',
    fix: 'Set customize_mfa_in_postlogin_action, and enable a factor that actions/config.ts allows.',
  },
  EC_DOMAINS_INVALID: {
    requirement: 'R23',
    means: 'A domain of the organization is none that a customer can own, or the source’s answer is not as agreed.',
    fix: 'Correct the organization’s domains.',
  },
  EC_DOMAINS_NONE: {
    requirement: 'R23',
    means: 'actions/config.ts requires domains, and the organization has none.',
    fix: 'Write the organization’s proven domains into its metadata.',
  },
  EC_DOMAINS_SOURCE_DOWN: {
    requirement: 'R24',
    means: 'A source of domains in actions/config.ts gave no answer.',
    fix: 'See that the service runs, and is reached at the address that the source’s secrets name.',
  },
};

/**
 * Returns what a code means.
 *
 * @param attribute key of `app_metadata` that makes administrators
 */
export function reasonOf(code: string, attribute: string): Reason {
  const { requirement, means, fix } = REASONS[code] ?? OF_THE_TEAM;
  return { code, requirement, means, fix: fix.replaceAll('<attribute>', attribute) };
}

const OF_THE_TEAM: Omit<Reason, 'code'> = {
  requirement: 'R21',
  means: 'A forbid rule of actions/policy.ts with this code matches.',
  fix: 'Read that rule in actions/policy.ts.',
};
