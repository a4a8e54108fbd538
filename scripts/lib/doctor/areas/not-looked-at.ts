import { scopeOfCall } from '../../management-api/least-scopes.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const NOT_LOOKED_AT = {
  NOT_LOOKED_AT: {
    severity: 'unknown',
    requirement: 'B25',
    why: 'The application may not read it, so that what depends on it was not judged.',
    fix: 'Add the scope to its grant for the Management API; npm run scopes -- --for doctor --env <env> lists all.',
  },
  LOOKED_AT_IN_PART: {
    severity: 'unknown',
    requirement: 'L9',
    why: 'More is there than Auth0 gives out in one search, or than is worth the requests.',
    fix: 'Look at one organization at a time: npm run doctor -- --env <env> --org NAME',
  },
} as const satisfies Descriptions;

const finding = findingOf(NOT_LOOKED_AT);

/** Lists the calls that were refused, once all has been asked. */
export const listNotLookedAt = ({ tenant }: Subject): Finding[] =>
  [...tenant.refused]
    .filter(([, why]) => why === 'not allowed')
    .map(([call]) => finding('NOT_LOOKED_AT', `${call} needs ${scopeOfCall(call)}`));

/** Reports that Auth0 returns only a part, or that only a part was examined. */
export const lookedAtInPart = (found: string, slots: { organization?: string } = {}): Finding =>
  finding('LOOKED_AT_IN_PART', found, { ...slots });
