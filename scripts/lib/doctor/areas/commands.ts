import type { Management } from 'auth0';
import { AUDIENCE } from '../../../../library/scopes.ts';
import type { StepUpSettings } from '../../../../library/step-up-settings.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';

/** Describes the findings of this area. */
export const COMMANDS = {
  ACTION_CHALLENGES_EARLIER: {
    severity: 'warning',
    requirement: 'T17',
    why: 'Auth0 ignores our challenge of a factor that an Action before ours has challenged in the same login. Where more than 30 seconds pass before step-up runs, a redirect or a form for instance, the login is denied (EC_MFA_EARLIER_CHALLENGE).',
    fix: 'Bind it after ours, or let it return at once where event.resource_server?.identifier is urn:auth0:express-configure.',
  },
  ACTION_COMMAND_BUDGET: {
    severity: 'warning',
    requirement: 'T21',
    why: 'Auth0 allows four challenges and enrolments in a login, and what is beyond them ends it.',
    fix: 'Let the other Actions return at once where event.resource_server?.identifier is urn:auth0:express-configure.',
  },
} as const satisfies Descriptions;

const finding = findingOf(COMMANDS);

/** Challenges and enrolments of one login (docs: customize-mfa-selection-universal-login). */
const MAX_COMMANDS = 4;

/**
 * Returns what other Actions' challenges and enrolments do to ours.
 *
 * @param before names of the Actions that are bound before ours
 */
export function judgeCommands(
  before: readonly string[],
  bound: { names: readonly string[]; ours: readonly string[] },
  actions: readonly Management.Action[],
  stepUp: StepUpSettings,
): Finding[] {
  const codeOf = (name: string): string => {
    const action = actions.find((candidate) => candidate.name === name);
    return action?.deployed_version?.code ?? action?.code ?? '';
  };
  const own = ownCommands(stepUp);
  if (own === 0) return [];
  // One that names the audience may well return at once for it.
  const earlier = before.filter((name) => CHALLENGE.test(codeOf(name)) && !codeOf(name).includes(AUDIENCE));
  const found = earlier.map((name) => finding('ACTION_CHALLENGES_EARLIER', `"${name}" challenges before ours`));
  const others = bound.names.filter((name) => !bound.ours.includes(name));
  const foreign = others.reduce((sum, name) => sum + commandsIn(codeOf(name)), 0);
  if (foreign > 0 && foreign + own > MAX_COMMANDS) {
    const what = `other Actions name ${foreign} challenges or enrolments, ours need ${own}`;
    found.push(finding('ACTION_COMMAND_BUDGET', what));
  }
  return found;
}

/** Returns the most commands of one login: the emailed code, a factor before the enrolment, and the factor. */
function ownCommands({ mode, emailFirst, whenNoFactor, whenOnlyOtherFactors }: StepUpSettings): number {
  if (mode === 'off') return 0;
  const challengesOthers = whenOnlyOtherFactors !== 'deny';
  const enrols = whenNoFactor === 'enroll' || challengesOthers;
  return 1 + (challengesOthers ? 1 : 0) + (emailFirst === 'always' || enrols ? 1 : 0);
}

const CHALLENGE = /\bchallengeWith(Any)?\s*\(/;

/** Counts the calls in the code; how many of them run is unknown. */
const commandsIn = (code: string): number => code.match(/\b(challengeWith|enrollWith)(Any)?\s*\(/g)?.length ?? 0;
