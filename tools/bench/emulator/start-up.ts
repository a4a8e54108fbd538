import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface StartUp {
  /** From the process's start to the first answer, in milliseconds. */
  answerMs: number;
  /** VmRSS a second later. */
  idleBytes: number;
}

/** Runs one of this folder's children. */
export async function startUp(child: 'child-emulator.ts' | 'child-oidc-provider.ts'): Promise<StartUp> {
  const startMs = performance.now();
  const running = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, child)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const lines: { text: string; atMs: number }[] = [];
  createInterface({ input: running.stdout }).on('line', (text) => lines.push({ text, atMs: performance.now() }));
  const [code]: (number | null)[] = await once(running, 'close');
  const told = lines.findIndex(({ text }) => text === 'answered');
  const [answer, memory] = lines.slice(told, told + 2);
  if (code !== 0 || answer === undefined || memory === undefined)
    throw new Error(`${child}: exit ${code}\n${complaints}`);
  return { answerMs: answer.atMs - startMs, idleBytes: Number(memory.text) };
}
