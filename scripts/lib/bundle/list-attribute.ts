import type { AdminAttributeWriter } from '../../../library/admin-attribute.ts';
import { own } from '../../../library/read.ts';
import type { Scope } from '../../../library/scopes.ts';

/** Returns the id of the organization that an entry of the list is about, whatever it is. */
const organizationOf = (entry: unknown): unknown => own(entry, 'org_id');

/** Returns the entries of a list; an empty list for any other value, which gives no right. */
export const entriesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Writes a list of `{ org_id, scopes, expires_at? }` under a key; other entries stay as they are. */
export const listWriter = (key: string): AdminAttributeWriter => ({
  organizations: (value) => [...new Set(entriesOf(value).map(organizationOf))].filter((id) => typeof id === 'string'),
  grant(value, organizationId, scopes) {
    if (value !== undefined && value !== null && !Array.isArray(value)) return undefined;
    return [...without(value, organizationId), { org_id: organizationId, scopes: [...scopes] }];
  },
  revoke: without,
  search: (organizationId) => `app_metadata.${key}.org_id:"${organizationId}"`,
});

const without = (value: unknown, organizationId: string): unknown[] =>
  entriesOf(value).filter((entry) => organizationOf(entry) !== organizationId);

/** Returns whether an entry of the list gives exactly these scopes in the organization, without an end. */
export const holdsInList = (value: unknown, organizationId: string, wanted: readonly Scope[]): boolean =>
  entriesOf(value).some((entry) => {
    const scopes = own(entry, 'scopes');
    return (
      organizationOf(entry) === organizationId &&
      own(entry, 'expires_at') === undefined &&
      Array.isArray(scopes) &&
      scopes.length === wanted.length &&
      wanted.every((scope) => scopes.includes(scope))
    );
  });
