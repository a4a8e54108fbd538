import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEnding } from './before-ending.ts';

export interface KeyFile {
  path: string;
  /** Again does nothing. */
  remove(): void;
}

/**
 * Puts a private key where this user alone can read it, for a program that takes no other form than a path. It goes at
 * the latest when this process ends, unless by SIGKILL.
 */
export function writeKeyFile(pem: string): KeyFile {
  let folder: string | undefined;
  const undo = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  // Before there is a file: a signal that nobody listens to ends the process at once.
  const takeBack = beforeEnding(undo);
  const remove = (): void => {
    undo();
    takeBack();
  };
  try {
    // mkdtemp makes it with mode 0700.
    folder = mkdtempSync(join(tmpdir(), 'express-configure-key-'));
    const path = join(folder, 'key.pem');
    writeFileSync(path, pem, { mode: 0o600, flag: 'wx' });
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
