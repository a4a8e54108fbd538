type Input = NodeJS.ReadableStream & {
  isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  destroy(): unknown;
};

const CTRL_C = '\u0003';

/**
 * Yields keys as they are pressed, on a terminal without Return. Raw mode takes Ctrl-C from the terminal: it is handed
 * back.
 *
 * @param signal ends it, and closes the input: an open one would keep the process alive
 */
export async function* keysOf(input: Input, interrupt: () => void, signal: AbortSignal): AsyncGenerator<string> {
  const stop = (): void => void input.destroy();
  signal.addEventListener('abort', stop);
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  try {
    for await (const text of input) {
      for (const key of String(text)) {
        if (key === CTRL_C) interrupt();
        else if (key.trim() !== '') yield key;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    input.setRawMode?.(false);
    input.destroy();
  }
}
