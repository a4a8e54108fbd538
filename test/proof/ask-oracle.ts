import { domains } from '../../actions/config.ts';
import { NOW_MS } from '../support/events.ts';
import type { Effects } from './effects.ts';
import * as oracle from './oracle.ts';
import type { ActionName } from './subjects.ts';

/** The shipped `policy.ts` excepts nobody. */
const TEAM: oracle.TeamData = {
  unverifiedEmailExcept: { strategies: [], connections: [] },
  ownDomains: domains.ownDomains,
};

/** What an Action must leave behind of an event at {@link NOW_MS}, as shipped. */
export const askOracle: Record<ActionName, (event: object) => Effects> = {
  'step-up': (event) => oracle.stepUp(event, NOW_MS, TEAM),
  grant: (event) => oracle.grant(event, NOW_MS, TEAM),
  domains: (event) => oracle.domains(event, TEAM),
};
