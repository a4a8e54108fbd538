import { execFileSync } from 'node:child_process';
import { rootDir } from './project.ts';

/** Lists the files that git tracks or would add, relative to the project, with forward slashes. */
export const trackedFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: rootDir,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '');
