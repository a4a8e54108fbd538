import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that sources are at. */
export interface GitCommit {
  /** The first 12 digits of its id. */
  id: string;
  /** No file of git's differs from it, and `actions/`, `library/`, `tenant/` and `scripts/` hold none that git does not know. */
  isClean: boolean;
}

const SOURCES = ['actions', 'library', 'tenant', 'scripts'];

/** Those of a hook would lead to another repository. */
const OTHER_REPOSITORY = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

/**
 * Reads the commit of a project, by the `git` of the machine, and writes nothing. Nothing where there is no git, no
 * commit yet, or a repository around the project that does not hold it.
 */
export async function readGitCommit(rootDir: string, env = process.env): Promise<GitCommit | undefined> {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !OTHER_REPOSITORY.includes(name)));
  const git = async (...args: string[]): Promise<string> => {
    const command = ['--no-optional-locks', '-C', rootDir, ...args];
    return (await promisify(execFile)('git', command, { env: own, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  };
  try {
    await git('ls-files', '--error-unmatch', 'package.json');
    const [id, changed, added] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=no', '--', '.'),
      git('ls-files', '--others', '--exclude-standard', '--', ...SOURCES),
    ]);
    return { id: id.slice(0, 12), isClean: changed === '' && added === '' };
  } catch {
    return undefined;
  }
}
