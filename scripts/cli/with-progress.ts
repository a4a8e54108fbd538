/** The time before the first progress line, in milliseconds. */
const FIRST_MS = 2000;
const NEXT_MS = 5000;

interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells on a terminal that something takes its time; elsewhere, and where it is soon over, nothing. */
export async function withProgress<T>(doing: string, work: Promise<T>, output: Output = process.stderr): Promise<T> {
  if (output.isTTY !== true) return work;
  const startMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const tell = (afterMs: number): void => {
    timer = setTimeout(() => {
      output.write(`${doing}, ${Math.round((performance.now() - startMs) / 1000)} s\n`);
      tell(NEXT_MS);
    }, afterMs);
  };
  tell(FIRST_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
