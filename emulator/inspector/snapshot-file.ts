import { randomUUID } from 'node:crypto';
import * as disk from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkSnapshot, type Snapshot, SnapshotError } from './snapshot.ts';

export type FileSystem = Pick<typeof disk, 'open' | 'rename' | 'rm'>;

/**
 * Writes the snapshot beside `file`, readable by this user alone, and renames it when all of it is on the disk: the file
 * holds what it held, or all of this. Rejects with a {@link SnapshotError}.
 */
export async function writeSnapshot(
  file: string,
  snapshot: Snapshot,
  { open, rename, rm }: FileSystem = disk,
): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(snapshot, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new SnapshotError(
      'not-written',
      `the snapshot was not written: ${reasonOf(error)}; ${file} is as it was before`,
    );
  }
  await syncFolder(dirname(file), open);
}

/** Writes the folder to the disk, so that the new name survives a power failure; not every file system supports it. */
async function syncFolder(folder: string, open: FileSystem['open']): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The file is whole under either name.
  }
}

/**
 * Reads a snapshot; returns `undefined` if the file does not exist. Rejects with a {@link SnapshotError}, and does not
 * change the file.
 */
export async function readSnapshot(file: string): Promise<Snapshot | undefined> {
  let text: string;
  try {
    text = await disk.readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new SnapshotError('not-read', `${file}: the snapshot could not be read: ${reasonOf(error)}`);
  }
  try {
    return checkSnapshot(parse(text));
  } catch (error) {
    if (error instanceof SnapshotError) throw new SnapshotError(error.problem, `${file}: ${error.message}`);
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SnapshotError('not-json', 'the snapshot is not JSON: it was cut off or edited');
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const REASONS = new Map<unknown, string>([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EACCES', 'that is not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ENOENT', 'its folder does not exist'],
  ['EISDIR', 'that is a folder'],
]);

const reasonOf = (error: unknown): string =>
  REASONS.get(codeOf(error)) ?? (error instanceof Error ? error.message : String(error));
