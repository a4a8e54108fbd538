import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE, makeProject, rootDir } from './make-project.ts';
import type { OurAction } from './our-actions.ts';

export { rootDir } from './make-project.ts';

/**
 * The fixture as a whole project, the same for a run of the tests: for tests that only read it, or write to a folder
 * that they make. A test that edits it takes a copy.
 */
export const projectDir = process.env.TEST_PROJECT ?? FIXTURE;

export interface ProjectCopy extends AsyncDisposable {
  rootDir: string;
  /** Replaces text in one file; fails if the text is not there. */
  edit(file: string, from: string, to: string): Promise<void>;
}

/**
 * Returns a copy of the fixture, or of the shipped configuration, as a separate project; removed at the end of its
 * scope.
 */
export async function copyProject(from: string = FIXTURE): Promise<ProjectCopy> {
  const copy = await mkdtemp(join(tmpdir(), 'express-configure-'));
  await makeProject(copy, from);
  return {
    rootDir: copy,
    edit: (...change) => editIn(copy, ...change),
    [Symbol.asyncDispose]: () => rm(copy, { recursive: true }),
  };
}

/** Adds what a type check of the copy needs: its options, and the library, which `actions/` imports. */
export async function addTypeCheck(project: ProjectCopy): Promise<void> {
  await cp(join(rootDir, 'tsconfig.json'), join(project.rootDir, 'tsconfig.json'));
  await symlink(join(rootDir, 'library'), join(project.rootDir, 'library'));
}

/**
 * Lets one of the project's Actions run a statement before it does what it does.
 *
 * @param statement TypeScript, which may name `event` and `api`
 */
export async function beforeAction(project: ProjectCopy, name: OurAction, statement: string): Promise<void> {
  const file = `actions/${name}.ts`;
  await project.edit(file, 'export const onExecutePostLogin =', 'const handler =');
  const entry = join(project.rootDir, file);
  const wrapped = `export const onExecutePostLogin: typeof handler = async (event, api) => {\n  ${statement}\n  await handler(event, api);\n};\n`;
  await writeFile(entry, `${await readFile(entry, 'utf8')}\n${wrapped}`);
}

/** Replaces text in one file below a folder; fails if the text is not there. */
export async function editIn(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
  await writeFile(
    path,
    text.replace(from, () => to),
  );
}
