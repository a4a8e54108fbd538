import type { Management, ManagementClient } from 'auth0';
import { SCOPES } from '../../../library/scopes.ts';
import { attributeValue } from '../bundle/admin-attribute.ts';
import { collect } from '../tenant/read.ts';
import { acceptedScopes } from '../verify/roles.ts';
import type { PermittedReads } from './permitted-reads.ts';
import { type Members, type PersonReadings, readEnrolled, readMembers } from './read-people.ts';
import type { User } from './read-users.ts';
import type { Subject } from './subject.ts';

/** Holds what is read of one organization; `undefined` for what could not be read. */
export interface OrganizationReadings {
  organization: Management.Organization;
  connections: Management.OrganizationConnection[] | undefined;
  discoveryDomains: Management.OrganizationDiscoveryDomain[] | undefined;
  members: Members | undefined;
  /** Flagged for it, or with a role that the policy accepts; the first {@link MOST_ADMINISTRATORS}. */
  administrators: PersonReadings[];
  hasMoreAdministrators: boolean;
  /** The SCIM tokens of its Okta connections, by their ids. */
  scimTokens: Map<string, Management.ScimTokenItem[]>;
}

const MOST_ADMINISTRATORS = 10;

/** Reads one organization; what cannot be read is recorded in the reader and left out. */
export async function readOrganization(
  api: ManagementClient,
  reads: PermittedReads,
  subject: Subject,
  organization: Management.Organization,
): Promise<OrganizationReadings> {
  const { id = '' } = organization;
  const connections = await reads.read('GET /organizations/{id}/enabled_connections', () =>
    collect(api.organizations.enabledConnections.list(id, { per_page: 100 })),
  );
  const discoveryDomains = await reads.read('GET /organizations/{id}/discovery-domains', () =>
    collect(api.organizations.discoveryDomains.list(id, { take: 100 })),
  );
  const members = await reads.read('GET /organizations/{id}/members', () => readMembers(api, id));

  const candidates = candidatesOf(subject, id, members);
  const administrators: PersonReadings[] = [];
  for (const { userId, user, roles, isMember } of candidates.slice(0, MOST_ADMINISTRATORS)) {
    const full = user ?? (await reads.read('GET /users', () => api.users.get(userId)));
    if (full === undefined) continue;
    administrators.push({
      user: full,
      roles,
      isMember,
      enrolled: await readEnrolled(api, reads, userId),
      connections,
    });
  }
  return {
    organization,
    connections,
    discoveryDomains,
    members,
    administrators,
    hasMoreAdministrators: candidates.length > MOST_ADMINISTRATORS,
    scimTokens: await readScimTokens(api, reads, connections),
  };
}

interface Candidate {
  userId: string;
  /** The user, if the search returned them already. */
  user: User | undefined;
  roles: string[];
  isMember: boolean | undefined;
}

function candidatesOf(
  { tenant, team, nowMs }: Subject,
  organizationId: string,
  members: Members | undefined,
): Candidate[] {
  const rolesOf = new Map(
    (members?.list ?? []).map(({ user_id = '', roles = [] }) => [user_id, roles.map(({ name = '' }) => name)]),
  );
  const isAccepted = (role: string) => acceptedScopes(team.policy, role, SCOPES, nowMs).length > 0;
  const byRole = [...rolesOf].filter(([, roles]) => roles.some(isAccepted)).map(([userId]) => userId);
  const flagged = (tenant.flagged?.users ?? []).filter(({ app_metadata }) =>
    team.attribute.organizations(attributeValue(team.attribute, app_metadata)).includes(organizationId),
  );
  return [...new Set([...flagged.map(({ user_id = '' }) => user_id), ...byRole])].map((userId) => {
    const roles = rolesOf.get(userId);
    return {
      userId,
      user: flagged.find((user) => user.user_id === userId),
      roles: roles ?? [],
      isMember: roles !== undefined || (members?.isComplete ? false : undefined),
    };
  });
}

async function readScimTokens(
  api: ManagementClient,
  reads: PermittedReads,
  connections: OrganizationReadings['connections'] = [],
): Promise<OrganizationReadings['scimTokens']> {
  const tokens: OrganizationReadings['scimTokens'] = new Map();
  for (const { connection_id: id = '', connection } of connections) {
    if (connection?.strategy !== 'okta') continue;
    const found = await reads.read(
      'GET /connections/{id}/scim-configuration/tokens',
      () => api.connections.scimConfiguration.tokens.get(id),
      [],
    );
    tokens.set(id, found ?? []);
  }
  return tokens;
}
