import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Describes the commit of the sources. */
export interface GitCommit {
  /** The first 12 digits of its id. */
  id: string;
  /**
   * Whether no tracked file differs from the commit, and `actions/`, `library/`, `tenant/` and `scripts/` have no
   * untracked file.
   */
  isClean: boolean;
}

const SOURCES = ['actions', 'library', 'tenant', 'scripts'];

/** Variables that a hook sets; they would lead to another repository. */
const OTHER_REPOSITORY = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

/**
 * Reads the commit of a project with the machine's `git`, and writes nothing. Returns nothing without git, without a
 * commit, or if the repository around the project does not contain it.
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
