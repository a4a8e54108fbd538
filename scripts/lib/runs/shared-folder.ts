import { chmodSync, mkdirSync, statSync } from 'node:fs';

/** Everybody may add files, and remove their own alone, as in `/tmp`. */
const SHARED = 0o1777;

/** Makes a folder that all users of this machine share. */
export function prepareShared(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(folder, { recursive: true });
  // mkdir takes the umask away.
  chmodSync(folder, SHARED);
}
