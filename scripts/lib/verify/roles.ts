import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decide } from '../../../actions/lib/decision.ts';
import type { Policy } from '../../../actions/lib/rules.ts';
import { AUDIENCE, SCOPES, type Scope, scopeName } from '../../../actions/lib/scopes.ts';
import type { DeployContext } from '../deploy/stage.ts';
import { collect } from '../tenant/read.ts';
import type { Check } from './check.ts';
import { syntheticMember } from './synthetic-member.ts';

const POLICY_FILE = 'actions/policy.ts';

/**
 * Every role that carries an express-configure permission is one the policy accepts for it, or Auth0 shows a permission
 * that the Actions then deny.
 */
export async function checkRoles({ api, rootDir, built }: DeployContext, nowMs: number): Promise<Check[]> {
  const { policy }: { policy: Policy } = await import(pathToFileURL(join(rootDir, POLICY_FILE)).href);
  const checks: Check[] = [];
  // One after the other: a tenant may have hundreds, and a rate limit of two a second.
  for (const { id = '', name = '' } of await collect(api.roles.list())) {
    const permissions = await collect(api.roles.permissions.list(id, { per_page: 100 }));
    const own = permissions
      .filter((permission) => permission.resource_server_identifier === AUDIENCE)
      .map((permission) => permission.permission_name);
    const carried = SCOPES.filter((scope) => own.includes(scopeName(scope)));
    if (carried.length === 0) continue;
    const isNamed = built.bundles.some(({ code }) => code.includes(JSON.stringify(name)));
    checks.push(roleCheck(name, isNamed, carried, accepted(policy, name, carried, nowMs)));
  }
  return checks;
}

/** What the policy grants a member whose only distinction is this role. */
export const accepted = (policy: Policy, role: string, requested: readonly Scope[], nowMs: number): Scope[] =>
  decide(syntheticMember(role, requested, nowMs), policy, { whenNoScopeRequested: 'deny' }, nowMs).granted;

function roleCheck(role: string, isNamed: boolean, carried: readonly Scope[], granted: readonly Scope[]): Check {
  const name = `policy for role "${role}"`;
  const isAdvice = true;
  const names = (scopes: readonly Scope[]): string => scopes.map(scopeName).join(', ') || 'nothing';
  if (carried.every((scope) => granted.includes(scope)))
    return { name, status: 'ok', detail: names(granted), isAdvice };
  // A rule such as all(role([...]), other) can't be judged without a person.
  if (isNamed) return { name, status: 'note', detail: `alone it is granted ${names(granted)}`, isAdvice };
  return {
    name,
    status: 'failed',
    detail: `carries ${names(carried)}, is granted ${names(granted)}`,
    fix: `Name it in role([...]) of ${POLICY_FILE}, or take the permissions from the role.`,
    where: { file: POLICY_FILE },
    isAdvice,
  };
}
