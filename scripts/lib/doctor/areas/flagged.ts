import { organizationAdmin } from '../../../../library/organization-admin.ts';
import { instantMs, own } from '../../../../library/read.ts';
import { scopesOf } from '../../../../library/rules.ts';
import { SCOPES } from '../../../../library/scopes.ts';
import { syntheticMember } from '../../verify/synthetic-member.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import { withoutMailboxes } from '../mask.ts';
import type { User } from '../read-users.ts';
import type { Subject } from '../subject.ts';
import { lookedAtInPart } from './not-looked-at.ts';

/** What `doctor` says about these findings. */
export const FLAGGED = {
  ADMIN_ENTRY_MALFORMED: {
    severity: 'warning',
    requirement: 'T10',
    why: 'A malformed entry of app_metadata.express_configure does not count: whoever it was for is denied.',
    fix: 'Write [{"org_id":"org_…","scopes":["sso","scim"]}]: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_ENTRY_EXPIRED: {
    severity: 'warning',
    requirement: 'T10',
    why: 'An entry whose expires_at is over does not count; it may be over on purpose.',
    fix: 'Remove the entry, or renew it: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_ENTRY_ORGANIZATION: {
    severity: 'warning',
    requirement: 'T5',
    why: 'The entry names an organization that is not there: whoever it was for is denied.',
    fix: 'Correct or remove it: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
  ADMIN_SEVERAL_ORGANIZATIONS: {
    severity: 'warning',
    requirement: 'T5',
    why: 'One account that configures several customers is rarely meant: whoever takes it over reaches all of them.',
    fix: 'See that this is wanted, or leave the user one organization: auth0 api patch "users/<user>" --data \'{"app_metadata":{"express_configure":[…]}}\'',
  },
} as const satisfies Descriptions;

const finding = findingOf(FLAGGED);

/** Everyone with `app_metadata.express_configure`, by user id: names and addresses are nobody's business here. */
export function judgeFlagged({ tenant, nowMs }: Subject): Finding[] {
  const { flagged, organizations } = tenant;
  const known = organizations && new Set(organizations.map(({ id }) => id));
  const found = (flagged?.users ?? []).flatMap((user) => judgeEntries(user, known, nowMs));
  if (flagged?.isComplete !== false) return found;
  return [...found, lookedAtInPart(`the first ${flagged.users.length} flagged users`)];
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
