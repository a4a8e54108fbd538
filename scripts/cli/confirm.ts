import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

type Terminal<T> = T & { isTTY?: boolean };

/**
 * Asks on a terminal; only `y` or `yes` agrees.
 *
 * @param signal aborts the question, which counts as no
 * @returns `undefined` if input or output is not a terminal: nobody is asked
 */
export async function askOn(
  input: Terminal<NodeJS.ReadableStream>,
  output: Terminal<NodeJS.WritableStream>,
  question: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  if (!input.isTTY || !output.isTTY) return undefined;
  // The terminal itself edits the line, so that Ctrl-C is a signal as anywhere else.
  const lines = createInterface({ input, output, terminal: false });
  try {
    const ended = once(lines, 'close').then(() => '');
    signal?.addEventListener('abort', () => lines.close());
    const answer = await Promise.race([lines.question(`${question} [y/N] `), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
