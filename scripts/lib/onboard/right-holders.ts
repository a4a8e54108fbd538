import type { Management, ManagementClient } from 'auth0';
import type { Organization } from '../domains/organization.ts';
import { collect } from '../tenant/read.ts';
import type { OnboardingTenant } from './onboarding-tenant.ts';

type Member = Management.OrganizationMember;

/** Members with their addresses and roles, which Auth0 gives out only where `fields` asks for them. */
export const readMembers = (api: ManagementClient, { id }: Pick<Organization, 'id'>): Promise<Member[]> =>
  collect(api.organizations.members.list(id, { fields: 'user_id,email,roles', include_fields: true, take: 100 }));

/** Of an entry of `app_metadata.express_configure`, the organization it is about. */
export const organizationOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'org_id' in entry ? entry.org_id : undefined;

/**
 * Returns ids of everybody who holds the right in an organization, by a role or by the attribute. Auth0's search for
 * the attribute is eventually consistent: one that was given a moment ago may be missed.
 */
export async function rightHolders(
  api: ManagementClient,
  { id }: Pick<Organization, 'id'>,
  { givesRight }: Pick<OnboardingTenant, 'givesRight'>,
  members: readonly Member[],
): Promise<string[]> {
  const byRole: string[] = [];
  for (const { user_id: userId = '', roles } of members) {
    const held = roles ?? (await collect(api.organizations.members.roles.list(id, userId, { per_page: 50 })));
    if (held.some(givesRight)) byRole.push(userId);
  }
  const q = `app_metadata.express_configure.org_id:"${id}"`;
  const found = await collect(api.users.list({ q, search_engine: 'v3', per_page: 100 }));
  const byAttribute = found.filter((user) => hasEntry(user, id)).map(({ user_id: userId = '' }) => userId);
  return [...new Set([...byRole, ...byAttribute])];
}

/** `app_metadata.express_configure`; where it is no list it gives no right, and none is in it. */
export async function listedEntries({ api }: { api: ManagementClient }, userId: string): Promise<unknown[]> {
  const { app_metadata: metadata } = await api.users.get(userId, { fields: 'app_metadata', include_fields: true });
  const entries: unknown = metadata?.express_configure;
  return Array.isArray(entries) ? entries : [];
}

/** Whether a user's attribute names the organization. */
export function hasEntry({ app_metadata: metadata }: Management.UserResponseSchema, organizationId: string): boolean {
  const entries: unknown = metadata?.express_configure;
  return Array.isArray(entries) && entries.some((entry) => organizationOf(entry) === organizationId);
}
