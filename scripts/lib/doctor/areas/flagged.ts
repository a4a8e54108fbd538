import { organizationAdmin } from '../../../../library/organization-admin.ts';
import { instantMs, own } from '../../../../library/read.ts';
import { scopesOf } from '../../../../library/rules.ts';
import { SCOPES } from '../../../../library/scopes.ts';
import { syntheticMember } from '../../verify/synthetic-member.ts';
import { type Finding, finding } from '../finding.ts';
import { withoutMailboxes } from '../mask.ts';
import type { User } from '../read-users.ts';
import type { Subject } from '../subject.ts';

/** Everyone with `app_metadata.express_configure`, by user id: names and addresses are nobody's business here. */
export function judgeFlagged({ tenant, nowMs }: Subject): Finding[] {
  const { flagged, organizations } = tenant;
  const known = organizations && new Set(organizations.map(({ id }) => id));
  const found = (flagged?.users ?? []).flatMap((user) => judgeEntries(user, known, nowMs));
  if (flagged?.isComplete !== false) return found;
  return [...found, finding('LOOKED_AT_IN_PART', `the first ${flagged.users.length} flagged users`)];
}

function judgeEntries(user: User, known: ReadonlySet<unknown> | undefined, nowMs: number): Finding[] {
  const id = withoutMailboxes(user.user_id ?? '');
  const slots = { user: id };
  const entries = own(user.app_metadata, 'express_configure');
  if (!Array.isArray(entries)) return [finding('ADMIN_ENTRY_MALFORMED', `${id}: not a list`, slots)];
  const found: Finding[] = [];
  entries.forEach((entry: unknown, index) => {
    const organization = own(entry, 'org_id');
    const name = `${id}, entry ${index + 1}`;
    const endsMs = instantMs(own(entry, 'expires_at'));
    if (!counts(entry, nowMs)) {
      const isOver = endsMs !== undefined && endsMs <= nowMs && counts(entry, endsMs - 1);
      const ended = isOver ? ` ended ${new Date(endsMs).toISOString()}` : '';
      found.push(finding(isOver ? 'ADMIN_ENTRY_EXPIRED' : 'ADMIN_ENTRY_MALFORMED', `${name}${ended}`, slots));
      return;
    }
    if (known !== undefined && !known.has(organization)) {
      found.push(finding('ADMIN_ENTRY_ORGANIZATION', `${name} names ${String(organization)}`, slots));
    }
  });
  const several = flaggedFor(user, nowMs);
  if (several.size > 1) {
    found.push(finding('ADMIN_SEVERAL_ORGANIZATIONS', `${id} is flagged for ${[...several].join(', ')}`, slots));
  }
  return found;
}

/** Ids of the organizations for which an entry counts. */
export function flaggedFor({ app_metadata }: User, nowMs: number): Set<unknown> {
  const entries = own(app_metadata, 'express_configure');
  const counting = Array.isArray(entries) ? entries.filter((entry) => counts(entry, nowMs)) : [];
  return new Set(counting.map((entry) => own(entry, 'org_id')));
}

/** By the Action's own rule, in a login of the organization that the entry names. */
function counts(entry: unknown, nowMs: number): boolean {
  const organizationId = own(entry, 'org_id');
  if (typeof organizationId !== 'string') return false;
  const member = syntheticMember('', SCOPES, nowMs);
  const event = {
    ...member,
    organization: { id: organizationId, name: '', display_name: '', metadata: {} },
    user: { ...member.user, app_metadata: { express_configure: [entry] } },
  };
  return scopesOf(organizationAdmin(), event, nowMs).length > 0;
}
