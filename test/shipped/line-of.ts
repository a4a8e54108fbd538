import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDir } from '../support/project.ts';

/**
 * Returns the message of an assertion about the shipped configuration: the line that it guards.
 *
 * @param text in that line; without such a line the message names the file
 * @param rule what must hold, as a sentence
 */
export async function guards(file: string, text: string, rule: string): Promise<string> {
  const lines = (await readFile(join(rootDir, file), 'utf8')).split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  return `${index < 0 ? file : `${file}:${index + 1} (${lines[index]?.trim()})`}: ${rule}`;
}
