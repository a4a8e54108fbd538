import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDir } from './project.ts';

export const page = await readFile(join(rootDir, 'docs/architecture.md'), 'utf8');

/** Returns the code of docs/architecture.md whose first line names a file, without that line. */
export function codeOf(file: string): string {
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code.replace(/^ {3}/gm, ''));
  const block = blocks.find((code) => code.startsWith(`// ${file}\n`));
  if (block === undefined) throw new Error(`docs/architecture.md has no code of ${file}`);
  return block.slice(block.indexOf('\n') + 1);
}
