import { config, domains } from '../fixture/project/actions/config.ts';
import { NOW_MS } from '../support/events.ts';
import type { Effects } from './effects.ts';
import * as oracle from './oracle.ts';
import type { ActionName } from './subjects.ts';

/** Read anew each time: a test may have changed a setting. */
const team = (): oracle.TeamData => ({
  unverifiedEmailExcept: { connections: [] },
  allowedFactors: config.stepUp.allowedFactors,
  firstChallenges:
    config.stepUp.whenOnlyOtherFactors === 'deny' ? [] : config.stepUp.whenOnlyOtherFactors.challengeThenEnroll,
  ownDomains: domains.ownDomains,
});

/** What an Action must leave behind of an event at {@link NOW_MS}, as shipped. */
export const askOracle: Record<ActionName, (event: object) => Effects> = {
  'step-up': (event) => oracle.stepUp(event, NOW_MS, team()),
  enroll: (event) => oracle.enroll(event, NOW_MS, team()),
  grant: (event) => oracle.grant(event, NOW_MS, team()),
  domains: (event) => oracle.domains(event, team()),
};
