import type { Management, ManagementClient } from 'auth0';
import { collect } from '../tenant/read.ts';
import type { PermittedReads } from './permitted-reads.ts';
import { readEnrolledTypes, type User } from './read-users.ts';

/** Someone who may want to express-configure an organization. */
export interface PersonReadings {
  user: User;
  /** Names of the roles held in this organization. */
  roles: string[];
  /** Types of authentication methods; `undefined` where they could not be seen. */
  enrolled: string[] | undefined;
  /** `undefined` where it could not be seen. */
  isMember: boolean | undefined;
  /** The connections of the organization. */
  connections: Management.OrganizationConnection[] | undefined;
}

export interface Members {
  list: Management.OrganizationMember[];
  isComplete: boolean;
}

const PAGE = 100;
const MOST = 1000;

/** Reads members with the roles that they have in the organization. */
export async function readMembers(api: ManagementClient, organizationId: string): Promise<Members> {
  const list: Management.OrganizationMember[] = [];
  const pages = await api.organizations.members.list(organizationId, {
    take: PAGE,
    fields: 'user_id,roles',
    include_fields: true,
  });
  for await (const member of pages) {
    if (list.length >= MOST) return { list, isComplete: false };
    list.push(member);
  }
  return { list, isComplete: true };
}

/** Reads one person, whoever else is a member. */
export async function readPerson(
  api: ManagementClient,
  reads: PermittedReads,
  organizationId: string,
  user: User,
  connections: PersonReadings['connections'],
): Promise<PersonReadings> {
  const userId = user.user_id ?? '';
  const memberOf = await reads.read('GET /users/{id}/organizations', () =>
    collect(api.users.organizations.list(userId, { per_page: PAGE })),
  );
  const isMember = memberOf?.some(({ id }) => id === organizationId);
  const roles = isMember
    ? await reads.read('GET /organizations/{id}/members/{user_id}/roles', () =>
        collect(api.organizations.members.roles.list(organizationId, userId, { per_page: PAGE })),
      )
    : [];
  return {
    user,
    roles: (roles ?? []).map(({ name = '' }) => name),
    isMember,
    enrolled: await readEnrolled(api, reads, userId),
    connections,
  };
}

export const readEnrolled = (api: ManagementClient, reads: PermittedReads, userId: string) =>
  reads.read('GET /users/{id}/authentication-methods', () => readEnrolledTypes(api, userId));
