import type { Management, ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../../failures.ts';
import { probe } from '../../tenant/probe.ts';
import type { User } from '../read-users.ts';

/** @param named a name or an id */
export async function findOrganization(api: ManagementClient, named: string): Promise<Result<Management.Organization>> {
  const found = await probe<Management.Organization>(() =>
    named.startsWith('org_') ? api.organizations.get(named) : api.organizations.getByName(named),
  );
  if (found.is === 'there') return ok(found.value);
  return failed(unknown('ORGANIZATION_UNKNOWN', `organization "${named}"`, found.is, 'read:organizations'));
}

/**
 * @param named an email address or an id
 * @returns everyone with that address: one in each connection
 */
export async function findUsers(api: ManagementClient, named: string): Promise<Result<[User, ...User[]]>> {
  const found = await probe<User[]>(async () =>
    named.includes('|') ? [await api.users.get(named)] : api.users.listUsersByEmail({ email: named.toLowerCase() }),
  );
  const [first, ...others] = found.is === 'there' ? found.value : [];
  if (first !== undefined) return ok([first, ...others]);
  const failure = unknown('USER_UNKNOWN', `user "${named}"`, found.is, 'read:users');
  const isLater = found.is !== 'not allowed';
  return failed(
    isLater
      ? { ...failure, fix: `${failure.fix} An administrator who is invited has no account before accepting.` }
      : failure,
  );
}

function unknown(code: Failure['code'], what: string, is: string, scope: string): Failure {
  return {
    code,
    expected: `${what} on the tenant`,
    found: is === 'not allowed' ? `that the application may not look (${scope})` : 'nothing of that name',
    fix: is === 'not allowed' ? `Add ${scope} to its grant for the Management API.` : 'Check the spelling, and --env.',
  };
}
