import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { POLICY_FILE } from '../bundle/team-settings.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { makeOwnFolder } from '../runs/own-folder.ts';

/** Lists the sources from which Actions are built. */
const PARTS = ['actions', 'library', 'tenant', 'package.json', 'package-lock.json'];

/** Represents a commit's sources in a separate folder. */
export interface Tree {
  rootDir: string;
  /** The commit's id, seven digits or more. */
  commit: string;
  /** Takes the folder away. */
  remove(): void;
}

/**
 * Writes what a commit's Actions are built from into a temporary folder. Work tree and index of the project stay as they are;
 * packages are the project's.
 *
 * @param ref a commit, branch or tag
 */
export async function treeAt(rootDir: string, ref: string): Promise<Result<Tree>> {
  const commit = await git(rootDir, ['rev-parse', '--verify', '--short', '--end-of-options', `${ref}^{commit}`]);
  if ('error' in commit) return failed(unknownRef(ref, commit.error));
  const sha = commit.output.toString().trim();
  const listed = await git(rootDir, ['ls-tree', '-r', '-z', '--name-only', sha, '--', ...PARTS]);
  if ('error' in listed) return failed(unknownRef(ref, listed.error));
  const files = listed.output.toString().split('\0').filter(Boolean);
  if (!files.includes(POLICY_FILE)) {
    return failed({
      code: 'GIT_REF',
      expected: `${POLICY_FILE} at ${ref}`,
      found: 'a commit without it',
      fix: 'Choose with --against a commit that has this project’s Actions.',
    });
  }
  const contents = await git(rootDir, ['cat-file', '--batch'], files.map((file) => `${sha}:./${file}\n`).join(''));
  if ('error' in contents) return failed(unknownRef(ref, contents.error));

  const { path: folder, remove } = makeOwnFolder(tmpdir(), 'express-configure-policy');
  try {
    for (const [index, content] of blobsIn(contents.output).entries()) {
      const path = join(folder, files[index] ?? '');
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    await symlink(join(rootDir, 'node_modules'), join(folder, 'node_modules'), 'junction');
  } catch (error) {
    remove();
    throw error;
  }
  return ok({ rootDir: folder, commit: sha, remove });
}

/** Parses the output of `git cat-file --batch`: `ID blob SIZE`, a line end, as many bytes, a line end, and so on. */
function blobsIn(output: Buffer): Buffer[] {
  const blobs: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const headEnd = output.indexOf('\n', at);
    const start = headEnd + 1;
    const size = Number(output.toString('utf8', at, headEnd).split(' ')[2]);
    blobs.push(output.subarray(start, start + size));
    at = start + size + 1;
  }
  return blobs;
}

type Git = { output: Buffer } | { error: string };

function git(cwd: string, args: string[], input = ''): Promise<Git> {
  return new Promise((resolve) => {
    const child = execFile('git', args, { cwd, encoding: 'buffer', maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const [line = ''] = stderr.toString().split('\n');
      resolve(error === null ? { output: stdout } : { error: line.replace(/^fatal: /, '') || error.message });
    });
    // A git that ended before it read says so by its exit.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

const unknownRef = (ref: string, found: string): Failure => ({
  code: 'GIT_REF',
  expected: `"${ref}" to be a commit, branch or tag of this git repository`,
  // The message of `rev-parse --verify`.
  found: found === 'Needed a single revision' ? 'nothing of that name' : found,
  fix: 'Name another one with --against; fetch it first where the clone is a shallow one.',
});
