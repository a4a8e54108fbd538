import { AUDIENCE, SCOPES, scopeName } from '../../../../library/scopes.ts';
import { decideAsAction } from '../../verify/decide-as-action.ts';
import { accepted, judgeRole } from '../../verify/roles.ts';
import { syntheticMember } from '../../verify/synthetic-member.ts';
import { type Finding, finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

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

/** Roles that organizations own, of a name that the policy or `tenant.yaml` gives a right. */
function judgeOrganizationRoles({ tenant, built, team, nowMs }: Subject): Finding[] {
  const desired = (built.manifest.tenant.roles ?? []).map(({ name }) => name);
  return (tenant.organizationRoles ?? [])
    .filter(({ name = '' }) => desired.includes(name) || accepted(team.policy, name, SCOPES, nowMs).length > 0)
    .map(({ id = '', name = '', owner_id: owner = '' }) =>
      finding('ROLE_OF_ORGANIZATION', `organization ${owner} owns a role "${name}"`, { role: id }),
    );
}

/** What the policy grants a member whose only distinction is the documentation's flag. */
function judgePolicy({ team, nowMs }: Subject): Finding[] {
  const nobody = syntheticMember('', SCOPES, nowMs);
  const flagged = { ...nobody, user: { ...nobody.user, app_metadata: { is_admin: true } } };
  const granted = (event: typeof nobody) =>
    decideAsAction(event, team.policy, { whenNoScopeRequested: 'deny' }, nowMs).granted;
  if (granted(flagged).length === 0 || granted(nobody).length > 0) return [];
  return [finding('POLICY_ADMIN_FLAG', 'actions/policy.ts permits by app_metadata.is_admin')];
}
