import { open, readFile, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { type Failure, failed, ok, type Result } from '../failures.ts';

/** Describes how far a tenant's log has been written out. */
export interface Position {
  /** The last event that was read and, where it was wanted, written; absent until the first has been. */
  logId?: string;
  /** The time at which it was begun: older events are not written. */
  sinceMs?: number;
  /** The last event that an interrupted run may have written. */
  pending?: string;
}

type Saved = Position & { domain: string };

const text = { type: 'string', minLength: 1 };
/** Matches Auth0's ids; recent ones have 56 digits and letters. */
const logId = { type: 'string', pattern: '^[\\w-]{1,128}$' };
/** The latest time of a date (ECMA-262, section 21.4.1.1). */
const LAST_MS = 8.64e15;
const isSaved = new Ajv().compile<Saved>({
  type: 'object',
  required: ['domain'],
  anyOf: [{ required: ['logId'] }, { required: ['sinceMs'] }],
  additionalProperties: false,
  properties: { domain: text, logId, sinceMs: { type: 'integer', minimum: 0, maximum: LAST_MS }, pending: logId },
});

/**
 * Represents a file that says how far a log has been written out; it is replaced as a whole. It names the last event
 * before the events are written, and again after: a run that was killed in between writes them again, marked. So each
 * event is written at least once, and possible repetitions are marked.
 */
export class Checkpoint {
  readonly #path: string;
  readonly #domain: string;
  readonly position: Position | undefined;

  private constructor(path: string, domain: string, position: Position | undefined) {
    this.#path = path;
    this.#domain = domain;
    this.position = position;
  }

  /** The file may not exist yet. One that is not a checkpoint, or another tenant's, is refused: not begun anew. */
  static async open(rootDir: string, file: string, domain: string): Promise<Result<Checkpoint>> {
    const path = resolve(rootDir, file);
    let content: string;
    try {
      content = await readFile(path, 'utf8');
    } catch (error) {
      const code = errorCode(error);
      return code === 'ENOENT' ? ok(new Checkpoint(path, domain, undefined)) : failed(unusable(file, code));
    }
    const saved = parsed(content);
    if (!isSaved(saved)) return failed(unusable(file, 'something else'));
    if (saved.domain !== domain) return failed(unusable(file, `one of ${saved.domain}`));
    const { domain: _domain, ...position } = saved;
    return ok(new Checkpoint(path, domain, position));
  }

  /** Reaches the disk before it resolves. */
  async save(position: Position): Promise<void> {
    const saved: Saved = { domain: this.#domain, ...position };
    const draft = `${this.#path}.${process.pid}.tmp`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(saved)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#path);
  }
}

/** Returns the failure `CHECKPOINT_FILE`, with the operating system’s code. */
export const unwritable = (file: string, error: unknown): Failure => unusable(file, errorCode(error));

const unusable = (file: string, found: string): Failure => ({
  code: 'CHECKPOINT_FILE',
  expected: 'a checkpoint of this tenant’s log, or no file yet, where it can be written',
  found,
  where: { file },
  fix: 'Name another file; each tenant and each reader has its own. Removing it begins anew, at --since.',
});

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'an error';

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
