import type { Scope } from '../../../library/scopes.ts';
import { type Failure, failed, ok, type Result } from '../../lib/failures.ts';
import { readEnvironment } from '../../lib/manifest/environment.ts';
import { type Explanation, explain } from '../../lib/policy/explain.ts';
import { loadPolicy } from '../../lib/policy/load-policy.ts';
import { memberEvent } from '../../lib/policy/member-event.ts';
import { ruleSources } from '../../lib/policy/rule-sources.ts';
import { readUserFile } from '../../lib/policy/user-file.ts';

export interface PolicyReport extends Explanation {
  userId: string;
  organizationId: string;
  roles: readonly string[];
  requested: readonly Scope[];
  /** The connection the login is taken to be through. */
  connection: { name: string; strategy: string };
}

/** Returns what the policy decides for one user at one organization, rule by rule. Needs no tenant. */
export async function policy(options: {
  rootDir: string;
  /** The environment whose settings apply: a file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  /** JSON or YAML of one user. */
  userFile: string;
  organizationId: string;
  /** Names of the roles that the user has in this organization. */
  roles: readonly string[];
  /** The scopes that Okta requests; both by default. */
  scopes: readonly Scope[];
  nowMs: number;
}): Promise<Result<PolicyReport>> {
  const { rootDir, organizationId, roles, nowMs } = options;
  const [user, environment] = await Promise.all([
    readUserFile(rootDir, options.userFile),
    readEnvironment(rootDir, options.environment),
  ]);
  if (!environment.ok) return failed(...environment.failures, ...failuresOf(user));
  const loaded = await loadPolicy(rootDir, environment.value);
  const failures = [...failuresOf(user), ...failuresOf(loaded), ...organizationFailures(organizationId)];
  if (!user.ok || !loaded.ok || failures.length > 0) return failed(...failures);

  const requested = options.scopes.length > 0 ? options.scopes : (['sso', 'scim'] as const);
  const event = memberEvent({ user: user.value, organization: { id: organizationId }, roles, requested }, nowMs);
  const { name, strategy } = event.connection;
  return ok({
    userId: event.user.user_id,
    organizationId,
    roles,
    requested,
    connection: { name, strategy },
    ...explain(loaded.value, await ruleSources(rootDir, loaded.value.policy), event, nowMs),
  });
}

function organizationFailures(id: string): Failure[] {
  if (/^org_\w+$/.test(id)) return [];
  return [
    {
      code: 'INVALID_VALUE',
      expected: 'an organization’s id, such as org_VYyFNKnOr4IGcW6G',
      found: JSON.stringify(id),
      fix: 'Give --org the id; rules and app_metadata know organizations by it, not by name.',
    },
  ];
}

const failuresOf = (result: Result<unknown>): Failure[] => (result.ok ? [] : result.failures);
