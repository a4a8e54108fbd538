import { AUDIENCE, SCOPES, scopeName } from '../../../../library/scopes.ts';
import { decideAsAction } from '../../verify/decide-as-action.ts';
import { acceptedScopes, judgeRole } from '../../verify/roles.ts';
import { syntheticMember } from '../../verify/synthetic-member.ts';
import { DEPLOY, type Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const AUTHORITY = {
  SYSTEM_API_MISSING: {
    severity: 'problem',
    requirement: 'R22',
    why: 'Tokens are for this API: without it Okta’s request is refused.',
    fix: DEPLOY,
  },
  SYSTEM_API_SCOPES: {
    severity: 'problem',
    requirement: 'R22',
    why: 'The two scopes come with the system API: one that lacks them was made otherwise and is none.',
    fix: 'Delete this API in the Auth0 dashboard (Applications, APIs) and deploy: npm run deploy -- --env <env>',
  },
  SYSTEM_API_ENFORCEMENT_OFF: {
    severity: 'problem',
    requirement: 'R22',
    why: 'Without RBAC a scope that is asked for is granted, permitted or not, until the Actions remove it.',
    fix: 'Turn on "Enable RBAC" of this API in the Auth0 dashboard (Applications, APIs).',
  },
  ROLE_MISSING: {
    severity: 'problem',
    requirement: 'R20',
    why: 'Administrators are permitted by this role.',
    fix: DEPLOY,
  },
  ROLE_PERMISSION_MISSING: {
    severity: 'warning',
    requirement: 'R19',
    why: 'The consent page lists what the role carries, and people without a policy of their own get no more.',
    fix: DEPLOY,
  },
  ROLE_NOT_IN_POLICY: {
    severity: 'warning',
    requirement: 'T9',
    why: 'Auth0 shows a permission that the Actions then deny (403 in Okta).',
    fix: 'Name it in role([...]) of actions/policy.ts, or take the permissions from the role.',
  },
  ROLE_TENANT_WIDE: {
    severity: 'warning',
    requirement: 'R44',
    why: 'In a login of an organization only roles held there count: who has it tenant-wide is not permitted by it.',
    fix: 'Assign it in the organization: auth0 api post "organizations/ORG_ID/members/USER_ID/roles" --data \'{"roles":["<role>"]}\', and remove it from the user.',
  },
  ROLE_OF_ORGANIZATION: {
    severity: 'warning',
    requirement: 'T9',
    why: 'A login tells the Actions the names of roles alone (event.authorization.roles): whoever holds this one in its organization is permitted as by the role of the tenant.',
    fix: 'Give it another name: auth0 api patch "roles/<role>" --data \'{"name":"ANOTHER_NAME"}\'. Or name another role in actions/policy.ts and tenant/tenant.yaml.',
  },
  POLICY_ADMIN_FLAG: {
    severity: 'warning',
    requirement: 'B17',
    why: 'app_metadata.is_admin does not say of which organization: an admin of one customer may configure every other they are a member of.',
    fix: 'Remove adminFlag() from actions/policy.ts and write app_metadata.<attribute> for each organization.',
  },
} as const satisfies Descriptions;

const finding = findingOf(AUTHORITY);

/** The API, the roles, and what the policy says of both. */
export function judgeAuthority(subject: Subject): Finding[] {
  return [
    ...judgeSystemApi(subject),
    ...judgeRoles(subject),
    ...judgeOrganizationRoles(subject),
    ...judgePolicy(subject),
  ];
}

function judgeSystemApi({ tenant }: Subject): Finding[] {
  if (tenant.systemApis === undefined) return [];
  const api = tenant.systemApis.find(({ identifier }) => identifier === AUDIENCE);
  if (api === undefined) return [finding('SYSTEM_API_MISSING', `no API ${AUDIENCE}`)];
  const values = (api.scopes ?? []).map(({ value }) => value);
  const missing = SCOPES.map(scopeName).filter((scope) => !values.includes(scope));
  return [
    ...(missing.length > 0 ? [finding('SYSTEM_API_SCOPES', `${AUDIENCE} lacks ${missing.join(', ')}`)] : []),
    ...(api.enforce_policies === false ? [finding('SYSTEM_API_ENFORCEMENT_OFF', 'enforce_policies is false')] : []),
  ];
}

function judgeRoles({ tenant, built, team, nowMs }: Subject): Finding[] {
  const { roles } = tenant;
  if (roles === undefined) return [];
  const desired = (built.manifest.tenant.roles ?? []).flatMap(({ name, permissions = [] }): Finding[] => {
    const wanted = SCOPES.filter((scope) =>
      permissions.some(
        (each) => each.permission_name === scopeName(scope) && each.resource_server_identifier === AUDIENCE,
      ),
    );
    const pinned = built.manifest.environment.ids.roles?.[name];
    const role = roles.find((candidate) => (pinned === undefined ? candidate.name === name : candidate.id === pinned));
    if (wanted.length > 0 && role === undefined) {
      return [finding('ROLE_MISSING', `no role "${name}" with a permission of ${AUDIENCE}`)];
    }
    const missing = wanted.filter((scope) => !role?.carried.includes(scope)).map(scopeName);
    return missing.length > 0 ? [finding('ROLE_PERMISSION_MISSING', `"${name}" lacks ${missing.join(', ')}`)] : [];
  });
  const carrying = roles.flatMap((role): Finding[] => {
    const { status, detail } = judgeRole(role, team.policy, built.bundles, nowMs);
    const holders = role.tenantWide?.length ?? 0;
    return [
      ...(status === 'failed' ? [finding('ROLE_NOT_IN_POLICY', `"${role.name}" ${detail}`)] : []),
      ...(holders > 0
        ? [finding('ROLE_TENANT_WIDE', `"${role.name}" is held tenant-wide by ${holders} users`, { role: role.id })]
        : []),
    ];
  });
  return [...desired, ...carrying];
}

/** Finds roles that organizations own and whose name the policy or `tenant.yaml` gives a right. */
function judgeOrganizationRoles({ tenant, built, team, nowMs }: Subject): Finding[] {
  const desired = (built.manifest.tenant.roles ?? []).map(({ name }) => name);
  return (tenant.organizationRoles ?? [])
    .filter(({ name = '' }) => desired.includes(name) || acceptedScopes(team.policy, name, SCOPES, nowMs).length > 0)
    .map(({ id = '', name = '', owner_id: owner = '' }) =>
      finding('ROLE_OF_ORGANIZATION', `organization ${owner} owns a role "${name}"`, { role: id }),
    );
}

/** Finds what the policy grants a member who has only the documentation's flag. */
function judgePolicy({ team, nowMs }: Subject): Finding[] {
  const nobody = syntheticMember('', SCOPES, nowMs);
  const flagged = { ...nobody, user: { ...nobody.user, app_metadata: { is_admin: true } } };
  const granted = (event: typeof nobody) =>
    decideAsAction(event, team.policy, { whenNoScopeRequested: 'deny' }, nowMs).granted;
  if (granted(flagged).length === 0 || granted(nobody).length > 0) return [];
  return [finding('POLICY_ADMIN_FLAG', 'actions/policy.ts permits by app_metadata.is_admin')];
}
