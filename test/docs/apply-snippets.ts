/** A page's TypeScript and differences, put into a copy of the project as a reader would. */
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyProject, type ProjectCopy, rootDir } from '../support/project.ts';
import type { Block, Page } from './pages.ts';

export interface Applied extends AsyncDisposable {
  project: ProjectCopy;
  /** The page's tests, in order. */
  tests: string[];
}

/** Rejects where a difference does not fit the file it names. */
export async function applySnippets(page: Page): Promise<Applied> {
  const project = await copyProject();
  const { rootDir: folder } = project;
  for (const part of ['emulator', 'library']) await symlink(join(rootDir, part), join(folder, part));
  await mkdir(join(folder, 'test'));
  const { compilerOptions }: { compilerOptions: object } = JSON.parse(
    await readFile(join(rootDir, 'tsconfig.json'), 'utf8'),
  );
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['actions', 'test'] }));
  const tests: string[] = [];
  for (const block of page.blocks) {
    if (isTest(block)) {
      await writeFile(join(folder, `test/${tests.length}.test.ts`), block.text);
      tests.push(block.text);
    } else if (block.language === 'ts') {
      const [, file] = /^\/\/ (actions\/[\w-]+\.ts)\n/.exec(block.text) ?? [];
      if (file === undefined) throw new Error(`${page.file}: TypeScript that is neither a test nor names its file`);
      await writeFile(join(folder, file), block.text);
    } else if (block.language === 'diff') {
      await applyDifference(project, block);
    }
  }
  return { project, tests, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose]() };
}

const isTest = ({ language, text }: Block): boolean => language === 'ts' && text.includes("from 'vitest'");

/** A block that begins with `+++` and a file. A line `@@` separates its parts, of which each is replaced on its own. */
export async function applyDifference(project: Pick<ProjectCopy, 'edit'>, { text }: Block): Promise<void> {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const [, file] = /^\+\+\+ (\S+)$/.exec(first) ?? [];
  if (file === undefined) throw new Error(`a difference begins with +++ and its file, not with ${first}`);
  const without = (part: readonly string[], mark: string): string =>
    part
      .filter((line) => !line.startsWith(mark))
      .map((line) => line.slice(1))
      .join('\n');
  for (const part of lines
    .join('\n')
    .split('\n@@\n')
    .map((text) => text.split('\n'))) {
    await project.edit(file, without(part, '+'), without(part, '-'));
  }
}
