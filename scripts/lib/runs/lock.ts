import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ProcessIdentity, stateOf, thisProcess } from './process-identity.ts';
import { undoLast } from './undo-at-exit.ts';

/** Describes the holder of a lock: a process, and what others may know of it. */
export interface Holder extends ProcessIdentity {
  /** Facts for people: user, command and the like. */
  about: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  since: string;
}

export type Locked = { release: () => void } | { heldBy: Holder | undefined };

const ATTEMPTS = 200;
const PAUSE_MS = 20;
/** The age after which a takeover was killed: it takes a millisecond. */
const TAKING_MS = 10_000;

/**
 * Takes a lock, or returns its holder (`undefined` if its file does not name one). A lock whose process is dead is
 * taken over. The lock ends when it is released or this process ends; a killed process leaves a file that has no
 * effect.
 *
 * @param file absolute; its folder is made
 * @throws of `node:fs`, if the file cannot be made
 */
export function takeLock(file: string, about: Holder['about']): Locked {
  mkdirSync(dirname(file), { recursive: true });
  const mine: Holder = { ...thisProcess(), about, since: new Date().toISOString() };
  const text = JSON.stringify(mine);
  const prepared = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  writeFileSync(prepared, text, { flag: 'wx', mode: 0o644 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      // A link appears with its content, and fails where there is a file.
      if (succeeds('EEXIST', () => linkSync(prepared, file))) return held(file, text);
      const other = readText(file);
      if (other === undefined) continue;
      const holder = parseHolder(other);
      if (holder === undefined || stateOf(holder) !== 'dead') return { heldBy: holder };
      takeAway(file, other);
    }
    return { heldBy: undefined };
  } finally {
    unlinkSync(prepared);
  }
}

function held(file: string, text: string): Locked {
  const undo = (): void => {
    if (readText(file) === text) succeeds('ENOENT', () => unlinkSync(file));
  };
  const takeBack = undoLast(undo);
  return {
    release() {
      undo();
      takeBack();
    },
  };
}

/** Removes a dead process's lock, one process at a time: a second one would remove the first one's new lock. */
function takeAway(file: string, expected: string): void {
  const guard = `${file}.taking`;
  if (!succeeds('EEXIST', () => writeFileSync(guard, '', { flag: 'wx' }))) {
    const ageMs = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > TAKING_MS) succeeds('ENOENT', () => unlinkSync(guard));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    return;
  }
  try {
    if (readText(file) === expected) succeeds('ENOENT', () => unlinkSync(file));
  } finally {
    succeeds('ENOENT', () => unlinkSync(guard));
  }
}

/** Returns whether it was done; `false` for the one expected error. */
function succeeds(expected: 'EEXIST' | 'ENOENT', act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === expected) return false;
    throw error;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Parses the holder. Anyone may write to a shared folder, so any other content is ignored. */
function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, start, machine, about, since }: Partial<Holder> = JSON.parse(text);
    const isWhole =
      Number.isInteger(pid) && [start, machine, since].every(isPlain) && Object.values(about ?? {}).every(isPlain);
    return isWhole ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' && /^[\p{L}\p{N}\p{P}\p{S} ]{0,200}$/u.test(value);
