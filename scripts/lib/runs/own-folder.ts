import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stateOf, thisProcess } from './process-identity.ts';
import { undoLast } from './undo-at-exit.ts';

/** Represents a folder that only one run uses. */
export interface OwnFolder {
  /** The path, absolute or relative as `parent`. */
  path: string;
  /** Removes it with all that is in it; again does nothing. */
  remove(): void;
}

/** The age at which a folder of another machine's process is removed. */
const FOREIGN_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a folder for this run alone. Its name says which process uses it, from the moment it is there. It goes when it
 * is removed, or when this process ends; after a SIGKILL the next run with the same parent and prefix removes it.
 *
 * @param prefix of the folder's name; lower-case letters and hyphens
 */
export function makeOwnFolder(parent: string, prefix: string): OwnFolder {
  mkdirSync(parent, { recursive: true });
  removeStale(parent, prefix);
  const { pid, start, machine } = thisProcess();
  let path: string | undefined;
  const undo = (): void => {
    if (path !== undefined) rmSync(path, { recursive: true, force: true });
  };
  // Registered before the folder exists: a signal without a listener ends the process at once.
  const takeBack = undoLast(undo);
  const remove = (): void => {
    undo();
    takeBack();
  };
  try {
    // mkdtemp makes it with mode 0700.
    path = mkdtempSync(join(parent, `${prefix}-${pid}-${start}-${machine}-`));
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

const NAME = /^-(\d+)-([\w.-]*)-([0-9a-f]{8})-\w{6}$/;

/** Removes stale folders. Other users' folders in a shared `/tmp` cannot be removed, and need not be. */
function removeStale(parent: string, prefix: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid, start = '', machine = ''] = (name.startsWith(prefix) && NAME.exec(name.slice(prefix.length))) || [];
    if (pid === undefined) continue;
    const path = join(parent, name);
    try {
      const state = stateOf({ pid: Number(pid), start, machine });
      const isStale = state === 'unknown' ? Date.now() - statSync(path).mtimeMs > FOREIGN_MS : state === 'dead';
      if (isStale) rmSync(path, { recursive: true, force: true });
    } catch {
      // It was removed in the meantime, or it belongs to another user.
    }
  }
}
