/** An attribute of another shape than a list: `app_metadata.admin_of: { org_id: ['sso'] }`, as a team would write it. */
import type { AdminAttribute, AdminAttributeWriter } from '../../library/admin-attribute.ts';
import { own, strings } from '../../library/read.ts';
import { SCOPES } from '../../library/scopes.ts';

export const ADMIN_OF: AdminAttribute = {
  key: 'admin_of',
  scopesOf: (value, organizationId) => {
    const named = strings(own(value, organizationId));
    return SCOPES.filter((scope) => named.includes(scope));
  },
};

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const ADMIN_OF_WRITER: AdminAttributeWriter = {
  organizations: (value) => (isMap(value) ? Object.keys(value) : []),
  grant: (value = {}, organizationId, scopes) =>
    isMap(value) ? { ...value, [organizationId]: [...scopes] } : undefined,
  revoke: (value, organizationId) =>
    isMap(value) ? Object.fromEntries(Object.entries(value).filter(([id]) => id !== organizationId)) : value,
  search: (organizationId) => `_exists_:app_metadata.admin_of.${organizationId}`,
};
