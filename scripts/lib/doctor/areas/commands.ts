import type { Management } from 'auth0';
import { AUDIENCE } from '../../../../library/scopes.ts';
import type { StepUpSettings } from '../../../../library/step-up-settings.ts';
import { type Finding, finding } from '../finding.ts';

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

/** The most that one login takes: the emailed code, a factor before the enrolment, and the factor. */
function ownCommands({ mode, emailFirst, whenNoFactor, whenOnlyOtherFactors }: StepUpSettings): number {
  if (mode === 'off') return 0;
  const challengesOthers = whenOnlyOtherFactors !== 'deny';
  const enrols = whenNoFactor === 'enroll' || challengesOthers;
  return 1 + (challengesOthers ? 1 : 0) + (emailFirst === 'always' || enrols ? 1 : 0);
}

const CHALLENGE = /\bchallengeWith(Any)?\s*\(/;

/** Calls that stand in the code: how many run is not known from it. */
const commandsIn = (code: string): number => code.match(/\b(challengeWith|enrollWith)(Any)?\s*\(/g)?.length ?? 0;
