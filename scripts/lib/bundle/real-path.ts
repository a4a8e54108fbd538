import { realpathSync } from 'node:fs';

/** Returns the path of a file without symbolic links; `undefined` where there is no file, which esbuild reports itself. */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
