import { isAbsolute, relative, sep } from 'node:path';
import type { Failure } from './failures.ts';

/** Maps errors of the file system to what to do; other errors are not about a file. */
const PROBLEMS: Readonly<Record<string, { found: string; fix: string }>> = {
  ENOSPC: { found: 'a full disk', fix: 'Make room on the disk and run the command again.' },
  EDQUOT: { found: 'a full quota', fix: 'Make room on the disk and run the command again.' },
  EROFS: { found: 'a file system that can only be read', fix: 'Run the command in a folder that can be written.' },
  EACCES: { found: 'no right to do so', fix: 'Give this user the right to read and write it.' },
  EPERM: { found: 'no right to do so', fix: 'Give this user the right to read and write it.' },
  EISDIR: { found: 'a folder', fix: 'Move the folder away: a file belongs there.' },
  ENOTDIR: { found: 'a file in the place of a folder', fix: 'Move the file away: a folder belongs there.' },
  EEXIST: { found: 'a file in the place of a folder', fix: 'Move the file away: a folder belongs there.' },
  ENOENT: { found: 'nothing there', fix: "Run the command in the project's folder, and restore what is missing." },
  ELOOP: { found: 'links that lead to each other', fix: 'Remove one of the links.' },
  ENAMETOOLONG: { found: 'a name that is too long', fix: 'Shorten the name.' },
  EMFILE: { found: 'too many open files', fix: 'Raise the limit (ulimit -n), or end other programs.' },
  ENFILE: { found: 'too many open files', fix: 'Raise the limit, or end other programs.' },
  EFBIG: { found: 'a file that is too large', fix: 'Make the file smaller, or raise the limit (ulimit -f).' },
  EINVAL: { found: 'something other than a file', fix: 'Move it away: a file belongs there.' },
  EIO: { found: 'a disk that fails', fix: 'Look after the disk, and run the command again.' },
  EBUSY: { found: 'a file that another program uses', fix: 'End the other program and run the command again.' },
};

/** The text for an error that is not in the table; its message has the code. */
const OTHER = { found: 'a file system that refuses', fix: 'Look up the code, and run the command again.' };

/** Calls of Node's file system; the same codes of a network or a process are something else. */
const CALLS =
  /^(access|chmod|close|copyfile|fstat|fsync|ftruncate|link|lstat|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|stat|symlink|truncate|unlink|utime|write)$/;

/** Returns a failure for an error of the file system; `undefined` for any other error. */
export function fileFailure(error: unknown, rootDir: string): Failure | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  if (!CALLS.test(String(error.syscall))) return undefined;
  const problem = (Object.hasOwn(PROBLEMS, String(error.code)) ? PROBLEMS[String(error.code)] : undefined) ?? OTHER;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return {
    code: 'FILE_UNUSABLE',
    expected: 'files and folders that can be read and written',
    found: `${problem.found} (${String(error.code)}, ${String(error.syscall)})`,
    ...(path !== undefined && { where: { file: inProject(rootDir, path) } }),
    fix: problem.fix,
  };
}

function inProject(rootDir: string, path: string): string {
  const inside = relative(rootDir, path).replaceAll(sep, '/');
  return inside === '' || inside.startsWith('../') || isAbsolute(inside) ? path : inside;
}
