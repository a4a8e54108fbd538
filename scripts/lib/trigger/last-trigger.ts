import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the last `npm run trigger` ran: `npm run dev` runs it again after every save. Ignored by git. */
export const LAST_TRIGGER = '.emulator/last-trigger.json';

/** What `npm run trigger` was last asked for, in its own words. */
export interface LastTrigger {
  event: string;
  overrides: readonly string[];
  actions: readonly string[];
}

/** For `npm run dev`, which asks it again after every save. */
export async function keepLastTrigger(rootDir: string, { event, overrides, actions }: LastTrigger): Promise<void> {
  const file = join(rootDir, LAST_TRIGGER);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ event, overrides, actions }));
}
