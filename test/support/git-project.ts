import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyProject, type ProjectCopy } from './project.ts';

/** Makes a copy of what a team edits, as the only commit of a separate git repository. */
export async function gitProject(): Promise<ProjectCopy> {
  const project = await copyProject();
  await initialize(project);
  return project;
}

/** Makes a copy a git repository with one commit. */
export async function initialize(project: Pick<ProjectCopy, 'rootDir'>): Promise<void> {
  await writeFile(join(project.rootDir, '.gitignore'), 'node_modules\ndist\n');
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'config', 'user.name', 'test');
  git(project, 'config', 'user.email', 'test@example.com');
  commit(project, 'shipped');
}

/** Commits everything. */
export function commit(project: Pick<ProjectCopy, 'rootDir'>, message: string): void {
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '-m', message);
}

function git({ rootDir }: Pick<ProjectCopy, 'rootDir'>, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: rootDir, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
