import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { printableLine } from '../../lib/printable.ts';

/** Checks types in a separate process; a newer check ends an older one, which then reports nothing. */
export class TypeCheck {
  readonly #rootDir: string;
  #running: ChildProcess | undefined;

  constructor(rootDir: string) {
    this.#rootDir = rootDir;
  }

  /** @returns tsc's lines, fit to be shown; none where the types are right, `undefined` where a newer check took over */
  async run(): Promise<string[] | undefined> {
    this.stop();
    const tsc = join(this.#rootDir, 'node_modules/typescript/bin/tsc');
    const child = spawn(process.execPath, [tsc, '-p', '.', '--noEmit', '--pretty', 'false'], {
      cwd: this.#rootDir,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#running = child;
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await once(child, 'close');
    if (this.#running !== child) return undefined;
    this.#running = undefined;
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(printableLine);
  }

  stop(): void {
    this.#running?.kill();
    this.#running = undefined;
  }
}
