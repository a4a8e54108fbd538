import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { failed, ok, type Result } from '../lib/failures.ts';
import { renderJson } from '../lib/render.ts';
import type { Cli } from './cli.ts';

/** The option of a command whose result is a document. */
export const outOption = ['--out <file>', 'write it to a file instead of stdout'] as const;

/** Like `cli.finishOwnText`, with the document in a file where one is named. */
export async function finishDocument<T>(
  cli: Cli,
  result: Result<T>,
  toText: (report: T) => string,
  { out, ...options }: { json?: true; out?: string },
): Promise<void> {
  if (out === undefined || !result.ok) return cli.finishOwnText(result, toText, options);
  const text = options.json ? renderJson(result.value) : toText(result.value);
  const written = await writeOutput(cli.rootDir, out, text);
  if (written.ok) cli.onProgress(`${out} written`);
  else cli.finish(written, String, options);
}

async function writeOutput(rootDir: string, file: string, text: string): Promise<Result<void>> {
  try {
    await writeFile(resolve(rootDir, file), text);
    return ok(undefined);
  } catch (error) {
    return failed({
      code: 'OUTPUT_FILE',
      expected: 'a file that can be written',
      found: error instanceof Error && 'code' in error ? String(error.code) : 'an error',
      where: { file },
      fix: 'Name a file in a folder that exists and is yours.',
    });
  }
}
