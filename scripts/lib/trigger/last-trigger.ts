import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The file with the last `npm run trigger`: `npm run dev` runs it again after every save. Git ignores it. */
export const LAST_TRIGGER = '.emulator/last-trigger.json';

/** Holds the arguments of the last `npm run trigger`. */
export interface LastTrigger {
  event: string;
  overrides: readonly string[];
  actions: readonly string[];
}

/** Keeps the arguments for `npm run dev`, which runs them again after every save. */
export async function keepLastTrigger(rootDir: string, { event, overrides, actions }: LastTrigger): Promise<void> {
  const file = join(rootDir, LAST_TRIGGER);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ event, overrides, actions }));
}
