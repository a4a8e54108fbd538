import type { OrganizationRecord, ProfileRecord } from '../state.ts';
import type { Unknowns } from '../unknowns.ts';
import { type Outcome, refused } from './types.ts';

/** Limits a connection's name (Management API). */
const MAX_LENGTH = 128;

/**
 * Returns the profile's prefix and a unique suffix. Auth0's suffix is unknown; it is known that a connection's name has
 * no `_`, which names and ids of organizations may have.
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
