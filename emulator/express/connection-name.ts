import type { OrganizationRecord, ProfileRecord } from '../state.ts';
import type { Unknowns } from '../unknowns.ts';
import { type Outcome, refused } from './types.ts';

/** Of a connection's name (Management API). */
const MAX_LENGTH = 128;

/**
 * The profile's prefix, and something that makes the name unique. What Auth0 appends is not known; that a connection's name has no `_`,
 * which names and ids of organizations may have, is.
 */
export function connectionName(
  profile: ProfileRecord,
  organization: OrganizationRecord,
  suffix: string,
  { underscoreInNames }: Pick<Unknowns, 'underscoreInNames'>,
): Outcome<string> {
  const template = String(profile.connection_name_prefix_template ?? 'okta');
  const prefix = template.replaceAll('{org_id}', organization.id).replaceAll('{org_name}', organization.name);
  if (prefix.includes('_') && underscoreInNames === 'refuse') {
    return refused(422, `the prefix ${prefix} has an underscore, which a connection's name may not have`);
  }
  const kept = prefix.slice(0, MAX_LENGTH - suffix.length - 1);
  const name = `${kept}-${suffix}`.replaceAll(/[_-]+/g, '-').replace(/^-/, '');
  return { value: name };
}
