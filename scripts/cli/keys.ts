type Input = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };

const CTRL_C = '\u0003';

/**
 * Keys as they are pressed, on a terminal without Return. Raw mode takes Ctrl-C from the terminal: it is handed back.
 */
export async function* keysOf(input: Input, interrupt: () => void): AsyncGenerator<string> {
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  try {
    for await (const text of input) {
      for (const key of String(text)) {
        if (key === CTRL_C) interrupt();
        else if (key.trim() !== '') yield key;
      }
    }
  } finally {
    input.setRawMode?.(false);
  }
}
