import type { DenyCode, PassCode } from '../../library/codes.ts';
import { parseLogLine } from '../../library/log-line.ts';

export interface Reason {
  code: string;
  /** One sentence. */
  meaning: string;
}

const MEANINGS: Readonly<Record<DenyCode | PassCode, string>> = {
  EC_CONFIG:
    'Something these Actions need is not set up: a secret is missing or wrong, or they are bound in another order.',
  EC_CLIENT: 'The application that asks is none of those in OIN_CLIENT_IDS.',
  EC_PROTOCOL: 'Nobody is at a browser to prove a second factor: prompt=none, or no authorization code flow.',
  EC_NO_ORG: 'The login is in no organization.',
  EC_UNVERIFIED_EMAIL: 'The email address is not verified.',
  EC_NOT_AUTHORIZED: 'No rule of actions/policy.ts permits it, or one that names no code forbids it.',
  EC_SCOPE_NONE: 'What is permitted was not asked for, and what was asked for is not permitted.',
  EC_MFA_NO_FACTOR: 'No allowed second factor is enrolled, and none may be enrolled in this login.',
  EC_MFA_OTHER_FACTORS:
    'Second factors are enrolled, and none of them is allowed: enrol an allowed one by a ticket (npm run onboard), or add the factor to allowedFactors.',
  EC_MFA_MISSING: 'No second factor was proven in this login.',
  EC_MFA_STALE: 'The second factor was proven too long ago, or before this login asked for it.',
  EC_MFA_EARLIER_CHALLENGE:
    'The second factor was proven in this login before these Actions asked for it: another Action challenges it earlier, and Auth0 ignores the second challenge.',
  EC_MFA_WEAK: 'The second factor that was proven is none of the allowed ones.',
  EC_MFA_ENROLLMENT_UNLISTED:
    'A second factor was enrolled in this login, and Auth0 does not list it as proven. Log in once more: the new factor is then challenged.',
  EC_DOMAINS_NONE: 'The organization has no email domains.',
  EC_DOMAINS_INVALID: 'The organization’s email domains are malformed, too many, or some that no customer can own.',
  EC_DOMAINS_SOURCE_DOWN: 'The API that knows the email domains gave no answer.',
  EC_INTERNAL: 'An Action made a mistake: a rule threw, for instance.',
  EC_PERMITTED: 'It is permitted, and there is no second factor to challenge.',
  EC_SCOPE_DEFAULTED: 'Neither scope was asked for: what is permitted was granted.',
  EC_CHALLENGED: 'A second factor was asked for.',
  EC_ENROLLING: 'No allowed second factor is enrolled: one was asked to be enrolled.',
  EC_NO_ENROLLMENT: 'No second factor has to be enrolled.',
  EC_PASSKEY_COUNTED: 'The passkey just used counts as the second factor.',
  EC_GRANTED: 'What is permitted and asked for was granted.',
  EC_DOMAINS_SET: 'The token names the organization’s email domains.',
  EC_DOMAINS_DROPPED: 'Some of the email domains were left out of the token.',
};

/** Returns the meaning of a code; an unknown code belongs to a team's own rule. */
export const reasonOf = (code: string): Reason => ({
  code,
  meaning: isOurs(code) ? MEANINGS[code] : 'A rule of actions/policy.ts that has this code forbids it.',
});

const isOurs = (code: string): code is DenyCode | PassCode => Object.hasOwn(MEANINGS, code);

/** Returns the codes in an Action's log, in order, each once. */
export const codesIn = (logs: string): string[] => [
  ...new Set(logs.split('\n').flatMap((line) => parseLogLine(line)?.codes ?? [])),
];
