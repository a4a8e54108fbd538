import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Failure, failed, type Result } from '../failures.ts';
import { type Holder, takeLock } from './lock.ts';
import { prepareShared } from './shared-folder.ts';

/** Describes a run that writes to a tenant. */
export interface TenantRun {
  domain: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  /** The command, for a run that has to wait: `npm run deploy`. */
  command: string;
}

/**
 * Runs something that writes a tenant's configuration, if no other run on this machine does so now. Which one does is
 * in a file of the system's temporary folder, by the tenant's domain.
 */
export async function withTenantLock<T>(
  { domain, environment, command }: TenantRun,
  use: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const file = lockFile(domain);
  let release: () => void;
  try {
    prepareShared(LOCKS());
    const locked = takeLock(file, {
      command: `${command}${command.includes(' -- ') ? '' : ' --'} --env ${environment}`,
      domain,
      user: userName(),
    });
    if ('heldBy' in locked) return failed(busy(domain, file, locked.heldBy));
    release = locked.release;
  } catch (error) {
    return failed(noLock(file, error));
  }
  try {
    return await use();
  } finally {
    release();
  }
}

const LOCKS = (): string => join(tmpdir(), 'express-configure-locks');

/** Returns the path of a tenant's lock; a tenant's name may have characters that a file's name may not. */
export const lockFile = (domain: string): string =>
  join(LOCKS(), `${createHash('sha256').update(sameHost(domain)).digest('hex').slice(0, 32)}.json`);

/** Returns one form for one host: lower case, without a final dot and the default port. */
const sameHost = (domain: string): string =>
  domain
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/:0*443$/, '')
    .replace(/\.+(?=:\d+$|$)/, '');

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function busy(domain: string, file: string, holder: Holder | undefined): Failure {
  const expected = `one run at a time to write to ${domain}`;
  if (holder === undefined) {
    return {
      code: 'TENANT_LOCKED',
      expected,
      found: `a lock that names no process: ${file}`,
      fix: 'Remove that file once no other run writes to the tenant.',
    };
  }
  const { pid, since, about } = holder;
  return {
    code: 'TENANT_LOCKED',
    expected,
    found: `${about.command ?? 'a command'} of user ${about.user ?? 'unknown'}, process ${pid}, since ${since}`,
    fix: `Wait until it has ended, or end process ${pid}, and run this again. If another machine made ${file}, and no run is left there, remove it.`,
  };
}

const noLock = (file: string, error: unknown): Failure => ({
  code: 'LOCK_FILE',
  expected: 'a file that says which run writes to the tenant',
  found: `${error instanceof Error && 'code' in error ? String(error.code) : 'an error'} at ${file}`,
  fix: 'Make its folder writable for everybody who deploys from this machine, or set TMPDIR to one that is.',
});
