import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { rootDir } from './project.ts';

export const page = await readFile(join(rootDir, 'docs/architecture.md'), 'utf8');

/**
 * Returns the code of a page whose first line names a file, without that line.
 *
 * @param text of the page; docs/architecture.md unless given
 */
export function codeOf(file: string, text = page): string {
  const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code.replace(/^ {3}/gm, ''));
  const block = blocks.find((code) => code.startsWith(`// ${file}\n`));
  if (block === undefined) throw new Error(`the page has no code of ${file}`);
  return block.slice(block.indexOf('\n') + 1);
}

/**
 * Returns the files of a copy that differ from this checkout's or are not in it, sorted.
 *
 * @param paths what was copied: folders and files
 */
export async function changedIn(copy: string, paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isFolder = (await stat(join(copy, path))).isDirectory();
    const below = isFolder ? await readdir(join(copy, path), { recursive: true, withFileTypes: true }) : [];
    files.push(
      ...(isFolder ? [] : [path]),
      ...below.filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(copy, join(parentPath, name))),
    );
  }
  const isChanged = async (file: string): Promise<boolean> => {
    const original = await readFile(join(rootDir, file)).catch(() => undefined);
    return original === undefined || !original.equals(await readFile(join(copy, file)));
  };
  const changes = await Promise.all(files.map(async (file) => ((await isChanged(file)) ? [file] : [])));
  return changes.flat().sort();
}
