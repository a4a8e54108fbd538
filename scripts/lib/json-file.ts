import { join } from 'node:path';
import { failed, ok, type Result } from './failures.ts';
import { fileFailure } from './file-failure.ts';
import { isRecord } from './is-record.ts';
import { readRegularFile } from './regular-file.ts';

/**
 * Reads a file of JSON that holds an object.
 *
 * @param file relative to the project
 */
export async function readJsonFile<T extends object>(rootDir: string, file: string): Promise<Result<T>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(await readRegularFile(join(rootDir, file))).toString('utf8'));
    // Its keys are all optional to those who read it.
    if (isRecord(value)) return ok(value as T);
  } catch (error) {
    const failure = fileFailure(error, rootDir);
    if (failure !== undefined) return failed({ ...failure, where: { file } });
  }
  return failed({
    code: 'INVALID_VALUE',
    expected: `${file} to be an object in JSON`,
    found: 'a text that is none',
    where: { file },
    fix: `Restore ${file}, from git for instance.`,
  });
}
