import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** This checkout. */
export const rootDir = join(import.meta.dirname, '../..');

export interface ProjectCopy extends AsyncDisposable {
  rootDir: string;
  /** Replaces text in one file; fails where it does not stand there. */
  edit(file: string, from: string, to: string): Promise<void>;
}

/** A copy of what a team edits, sharing this checkout's packages; gone at the end of its scope. */
export async function copyProject(): Promise<ProjectCopy> {
  const copy = await mkdtemp(join(tmpdir(), 'express-configure-'));
  for (const part of ['actions', 'tenant', 'package.json', 'package-lock.json']) {
    await cp(join(rootDir, part), join(copy, part), { recursive: true });
  }
  await symlink(join(rootDir, 'node_modules'), join(copy, 'node_modules'));
  return {
    rootDir: copy,
    edit: (...change) => editIn(copy, ...change),
    [Symbol.asyncDispose]: () => rm(copy, { recursive: true }),
  };
}

/** Replaces text in one file below a folder; fails where it does not stand there. */
export async function editIn(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
  await writeFile(
    path,
    text.replace(from, () => to),
  );
}
