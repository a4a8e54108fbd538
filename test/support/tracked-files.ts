import { execFileSync } from 'node:child_process';
import { rootDir } from './project.ts';

/** What git has or would take, relative to the project, with forward slashes. */
export const trackedFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: rootDir,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '');
