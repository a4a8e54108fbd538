import { instantMs, own } from '../../../../library/read.ts';
import { attributeValue, type ManagedAttribute } from '../../bundle/admin-attribute.ts';
import type { Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import { withoutMailboxes } from '../mask.ts';
import type { User } from '../read-users.ts';
import type { Subject } from '../subject.ts';
import { lookedAtInPart } from './not-looked-at.ts';

/** Describes the findings of this area. */
export const FLAGGED = {
  ADMIN_ENTRY_MALFORMED: {
    severity: 'warning',
    requirement: 'T10',
    why: 'A malformed entry of the administrators’ attribute does not count: whoever it was for is denied.',
    fix: 'Write <example>: auth0 api patch "users/<user>" --data \'{"app_metadata":{"<attribute>":…}}\'',
  },
  ADMIN_ENTRY_EXPIRED: {
    severity: 'warning',
    requirement: 'T10',
    why: 'An entry whose expires_at is over does not count; it may be over on purpose.',
    fix: 'Remove the entry, or renew it: auth0 api patch "users/<user>" --data \'{"app_metadata":{"<attribute>":…}}\'',
  },
  ADMIN_ENTRY_ORGANIZATION: {
    severity: 'warning',
    requirement: 'T5',
    why: 'The entry names an organization that is not there: whoever it was for is denied.',
    fix: 'Correct or remove it: auth0 api patch "users/<user>" --data \'{"app_metadata":{"<attribute>":…}}\'',
  },
  ADMIN_SEVERAL_ORGANIZATIONS: {
    severity: 'warning',
    requirement: 'T5',
    why: 'One account that configures several customers is rarely meant: whoever takes it over reaches all of them.',
    fix: 'See that this is wanted, or leave the user one organization: auth0 api patch "users/<user>" --data \'{"app_metadata":{"<attribute>":…}}\'',
  },
} as const satisfies Descriptions;

const finding = findingOf(FLAGGED);

/** Judges everyone who has the administrators' attribute, by user id: names and addresses are private. */
export function judgeFlagged({ tenant, team, nowMs }: Subject): Finding[] {
  const { flagged, organizations } = tenant;
  const known = organizations && new Set(organizations.map(({ id }) => id));
  const { attribute } = team;
  const found = (flagged?.users ?? []).flatMap((user) => {
    const value = attributeValue(attribute, user.app_metadata);
    const judged = { attribute, value, known, nowMs, id: withoutMailboxes(user.user_id ?? '') };
    return [...(attribute.isList ? judgeList(judged) : judgeOther(judged)), ...judgeSeveral(user, judged)];
  });
  if (flagged?.isComplete !== false) return found;
  return [...found, lookedAtInPart(`the first ${flagged.users.length} flagged users`)];
}

interface Judged {
  attribute: ManagedAttribute;
  value: unknown;
  /** Ids of the tenant's organizations; `undefined` where they could not be read. */
  known: ReadonlySet<unknown> | undefined;
  nowMs: number;
  /** The user's id, as shown. */
  id: string;
}

function judgeList(judged: Judged): Finding[] {
  const { value, attribute, known, nowMs, id } = judged;
  const slots = { user: id };
  if (!Array.isArray(value)) return [finding('ADMIN_ENTRY_MALFORMED', `${id}: not a list`, slots)];
  return value.flatMap((entry: unknown, index): Finding[] => {
    const organization = own(entry, 'org_id');
    const name = `${id}, entry ${index + 1}`;
    const endsMs = instantMs(own(entry, 'expires_at'));
    if (!counts(attribute, [entry], organization, nowMs)) {
      const isOver = endsMs !== undefined && endsMs <= nowMs && counts(attribute, [entry], organization, endsMs - 1);
      const ended = isOver ? ` ended ${new Date(endsMs).toISOString()}` : '';
      return [finding(isOver ? 'ADMIN_ENTRY_EXPIRED' : 'ADMIN_ENTRY_MALFORMED', `${name}${ended}`, slots)];
    }
    if (known === undefined || known.has(organization)) return [];
    return [finding('ADMIN_ENTRY_ORGANIZATION', `${name} names ${String(organization)}`, slots)];
  });
}

/** A team's own shape has organizations and no entries. */
function judgeOther(judged: Judged): Finding[] {
  const { value, attribute, known, nowMs, id } = judged;
  const slots = { user: id };
  const named = attribute.organizations(value);
  if (named.length === 0 && attribute.grant(value, 'org_0000000000000000', ['sso', 'scim']) === undefined) {
    return [finding('ADMIN_ENTRY_MALFORMED', `${id}: not of the shape`, slots)];
  }
  return named.flatMap((organization): Finding[] => {
    const name = `${id}, organization ${organization}`;
    if (!counts(attribute, value, organization, nowMs)) return [finding('ADMIN_ENTRY_MALFORMED', name, slots)];
    if (known === undefined || known.has(organization)) return [];
    return [finding('ADMIN_ENTRY_ORGANIZATION', name, slots)];
  });
}

function judgeSeveral(user: User, { attribute, nowMs, id }: Judged): Finding[] {
  const several = flaggedFor(user, attribute, nowMs);
  if (several.size <= 1) return [];
  const found = `${id} is flagged for ${[...several].join(', ')}`;
  return [finding('ADMIN_SEVERAL_ORGANIZATIONS', found, { user: id })];
}

/** Returns the ids of the organizations for which the attribute of a user counts. */
export function flaggedFor({ app_metadata }: User, attribute: ManagedAttribute, nowMs: number): Set<unknown> {
  const value = attributeValue(attribute, app_metadata);
  return new Set(attribute.organizations(value).filter((id) => counts(attribute, value, id, nowMs)));
}

/** Returns whether a value counts, as the Actions read it. An id of blanks names no organization there. */
const counts = ({ scopesOf }: ManagedAttribute, value: unknown, organization: unknown, nowMs: number): boolean =>
  typeof organization === 'string' && organization.trim() !== '' && scopesOf(value, organization, nowMs).length > 0;
