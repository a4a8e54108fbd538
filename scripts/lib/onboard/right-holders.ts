import type { Management, ManagementClient } from 'auth0';
import { attributeValue, type ManagedAttribute } from '../bundle/admin-attribute.ts';
import type { Organization } from '../domains/organization.ts';
import { collect } from '../tenant/read.ts';
import type { OnboardingTenant } from './onboarding-tenant.ts';

type Member = Management.OrganizationMember;

/** Reads members with their addresses and roles, which Auth0 returns only if `fields` asks for them. */
export const readMembers = (api: ManagementClient, { id }: Pick<Organization, 'id'>): Promise<Member[]> =>
  collect(api.organizations.members.list(id, { fields: 'user_id,email,roles', include_fields: true, take: 100 }));

/**
 * Returns ids of everybody who holds the right in an organization, by a role or by the attribute. Auth0's search for
 * the attribute is eventually consistent: one that was given a moment ago may be missed.
 */
export async function rightHolders(
  api: ManagementClient,
  { id }: Pick<Organization, 'id'>,
  { givesRight, attribute }: Pick<OnboardingTenant, 'givesRight' | 'attribute'>,
  members: readonly Member[],
): Promise<string[]> {
  const byRole: string[] = [];
  for (const { user_id: userId = '', roles } of members) {
    const held = roles ?? (await collect(api.organizations.members.roles.list(id, userId, { per_page: 50 })));
    if (held.some(givesRight)) byRole.push(userId);
  }
  const q = attribute.search(id);
  const found = await collect(api.users.list({ q, search_engine: 'v3', per_page: 100 }));
  const byAttribute = found.filter((user) => isNamed(attribute, user, id)).map(({ user_id: userId = '' }) => userId);
  return [...new Set([...byRole, ...byAttribute])];
}

/** Reads the attribute of a user as it is now, whatever it holds. */
export async function readAttribute(
  { api }: { api: ManagementClient },
  userId: string,
  attribute: Pick<ManagedAttribute, 'key'>,
): Promise<unknown> {
  const { app_metadata: metadata } = await api.users.get(userId, { fields: 'app_metadata', include_fields: true });
  return attributeValue(attribute, metadata);
}

/** Returns whether a user's attribute names the organization. */
export const isNamed = (
  attribute: Pick<ManagedAttribute, 'key' | 'organizations'>,
  { app_metadata: metadata }: Management.UserResponseSchema,
  organizationId: string,
): boolean => attribute.organizations(attributeValue(attribute, metadata)).includes(organizationId);
