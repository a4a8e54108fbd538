import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOwnFolder } from '../runs/own-folder.ts';
import { undoAtEnd } from '../runs/undo-at-exit.ts';

export interface KeyFile {
  path: string;
  /** Again does nothing. */
  remove(): void;
}

/**
 * Puts a private key where this user alone can read it, for a program that takes no other form than a path. It goes at
 * the first signal or when this process ends; after a SIGKILL the next run removes it.
 */
export function writeKeyFile(pem: string): KeyFile {
  const folder = makeOwnFolder(tmpdir(), 'express-configure-key');
  const takeBack = undoAtEnd(folder.remove);
  const remove = (): void => {
    takeBack();
    folder.remove();
  };
  try {
    const path = join(folder.path, 'key.pem');
    writeFileSync(path, pem, { mode: 0o600, flag: 'wx' });
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
