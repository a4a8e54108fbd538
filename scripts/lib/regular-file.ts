import { readFile, stat } from 'node:fs/promises';

/** More than any file of a project needs, and little enough to be parsed in a moment. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads a file of the project. A pipe or a device would be read without end, and a file of hundreds of megabytes for
 * minutes: both fail as an error of the file system does, with `code`, `syscall` and `path`.
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  const found = await stat(path);
  if (!found.isFile() && !found.isDirectory()) throw refused('EINVAL', 'no file', path);
  if (found.size > MAX_FILE_BYTES) throw refused('EFBIG', 'too large', path);
  // For a folder, reading throws its own error.
  return readFile(path);
}

const refused = (code: string, message: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${message}, read '${path}'`), { code, syscall: 'read', path });
