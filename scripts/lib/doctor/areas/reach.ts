import { type Finding, findingOf } from '../finding.ts';
import { withoutMailboxes } from '../mask.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import type { Subject } from '../subject.ts';
import { mayConfigure } from './administrators.ts';
import { FLAGGED, flaggedFor } from './flagged.ts';

const finding = findingOf(FLAGGED);

/** Maps user ids to the names of the organizations that the user may configure. */
export type Reach = Map<string, Set<string>>;

/** Adds those of one organization; doctor keeps nothing else of it. */
export function noteReach(subject: Subject, readings: OrganizationReadings, reach: Reach): void {
  for (const person of readings.administrators) {
    if (!mayConfigure(subject, readings, person)) continue;
    const userId = person.user.user_id ?? '';
    reach.set(userId, (reach.get(userId) ?? new Set()).add(readings.organization.name ?? ''));
  }
}

/**
 * Finds people who have the right by flag and role together, in the examined organizations; who is flagged for several
 * is reported already.
 */
export function judgeReach({ tenant, team, nowMs }: Subject, reach: Reach): Finding[] {
  const told = (tenant.flagged?.users ?? [])
    .filter((user) => flaggedFor(user, team.attribute, nowMs).size > 1)
    .map(({ user_id }) => user_id);
  return [...reach]
    .filter(([userId, names]) => names.size > 1 && !told.includes(userId))
    .map(([userId, names]) => {
      const id = withoutMailboxes(userId);
      return finding('ADMIN_SEVERAL_ORGANIZATIONS', `${id} may configure ${[...names].join(', ')}`, { user: id });
    });
}
