import { planStepUp } from '../../../../library/step-up.ts';
import { awaitsProof } from '../../domains/awaits-proof.ts';
import { decideAsAction } from '../../verify/decide-as-action.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf, organizationSlots } from '../finding.ts';
import { loginEvent, textsOf } from '../login-event.ts';
import { withoutMailboxes } from '../mask.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import type { PersonReadings } from '../read-people.ts';
import type { Subject } from '../subject.ts';
import { lookedAtInPart } from './not-looked-at.ts';

/** Describes the findings of this area. */
export const ADMINISTRATORS = {
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
  ORGANIZATION_WITHOUT_ADMIN: {
    severity: 'warning',
    requirement: 'R41',
    why: 'Nobody whom the policy permits was found: the customer can not express-configure (403 in Okta).',
    fix: 'Give a member the role, or app_metadata.<attribute>; see why someone is denied with npm run doctor -- --env <env> --org <organization> --user EMAIL.',
  },
} as const satisfies Descriptions;

const finding = findingOf(ADMINISTRATORS);

/** Judges the administrators of one organization, each by the decision that the Actions would make. */
export function judgeAdministrators(subject: Subject, readings: OrganizationReadings): Finding[] {
  const { organization, administrators } = readings;
  const { name = '' } = organization;
  const found = [
    ...administrators.flatMap((person) => judgeAdministrator(subject, readings, person)),
    ...judgeProof(subject, readings),
  ];
  const isSeen = readings.members !== undefined && subject.tenant.flagged !== undefined;
  if (isSeen && !administrators.some((person) => mayConfigure(subject, readings, person))) {
    const what = administrators.length === 0 ? 'nobody with a flag or role' : `none of ${administrators.length} may`;
    found.push(finding('ORGANIZATION_WITHOUT_ADMIN', what, organizationSlots(organization)));
  }
  const isPart = readings.hasMoreAdministrators || readings.members?.isComplete === false;
  if (!isPart) return found;
  return [...found, lookedAtInPart(`${administrators.length} administrators of "${name}"`, { organization: name })];
}

/** Finds people who have the right although no domain is proven yet: onboarding gives the right last. */
function judgeProof(subject: Subject, readings: OrganizationReadings): Finding[] {
  const { name = '', metadata } = readings.organization;
  if (!awaitsProof({ metadata: textsOf(metadata) })) return [];
  return readings.administrators
    .filter((person) => mayConfigure(subject, readings, person))
    .map(({ user }) => {
      const id = withoutMailboxes(user.user_id ?? '');
      const slots = { user: id, ...organizationSlots(readings.organization) };
      return finding('ADMIN_BEFORE_PROOF', `${id} may, and no domain of "${name}" is proven`, slots);
    });
}

/** Returns the decision, as if the Actions were deployed for this OIN client. */
export function mayConfigure(
  subject: Subject,
  { organization }: OrganizationReadings,
  person: PersonReadings,
): boolean {
  const { policy, config } = subject.team;
  const event = loginEvent(subject, organization, person);
  const { denied } = decideAsAction({ ...event, ...ownClient(subject) }, policy, config, subject.nowMs);
  return denied.length === 0 && person.isMember !== false && person.user.blocked !== true;
}

/**
 * Returns the client whose id the secret should contain. A secret with another client's id is reported once, for the
 * Actions, and not for every person.
 */
const ownClient = ({ tenant }: Subject) => {
  const id = tenant.oinClient?.client_id ?? 'oin';
  return { secrets: { OIN_CLIENT_IDS: id }, client: { client_id: id, name: '', metadata: {} } };
};

function judgeAdministrator(
  subject: Subject,
  { organization }: OrganizationReadings,
  person: PersonReadings,
): Finding[] {
  const { user } = person;
  const { policy, config } = subject.team;
  const id = withoutMailboxes(user.user_id ?? '');
  const { name = '' } = organization;
  const slots = { user: id, ...organizationSlots(organization) };
  if (person.isMember === false) return [finding('ADMIN_NOT_MEMBER', `${id} is no member of "${name}"`, slots)];
  const found: Finding[] = [];
  if (user.blocked === true) found.push(finding('ADMIN_BLOCKED', `${id} is blocked`, slots));
  const event = { ...loginEvent(subject, organization, person), ...ownClient(subject) };
  const { denied } = decideAsAction(event, policy, config, subject.nowMs);
  if (denied.includes('EC_UNVERIFIED_EMAIL')) {
    found.push(finding('ADMIN_UNVERIFIED', `${id}: the email address is not verified`, slots));
  }
  const plan = planStepUp(event, config.stepUp, subject.nowMs);
  if (person.enrolled !== undefined && plan.kind === 'deny') {
    const first = event.connection.strategy === 'email' ? 'logs in by an emailed code and ' : '';
    found.push(
      plan.code === 'EC_MFA_OTHER_FACTORS'
        ? finding('ADMIN_OTHER_FACTORS', `${id} has enrolled factors, and none that is allowed`, slots)
        : finding('ADMIN_WITHOUT_FACTOR', `${id} ${first}has no allowed factor enrolled`, slots),
    );
  }
  return found;
}
