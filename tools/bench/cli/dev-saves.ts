import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dev } from '../../../scripts/commands/dev/run.ts';
import { renderFailures } from '../../../scripts/lib/render.ts';
import { LAST_TRIGGER } from '../../../scripts/lib/trigger/last-trigger.ts';
import type { ProjectCopy } from '../../../test/support/project.ts';

const POLICY = 'actions/policy.ts';
const [OPEN, SHUT] = ['permit: [\n    () => true,', 'permit: ['];
/** The pause between saves, in milliseconds: the watcher joins saves that come at once. */
const APART_MS = 200;

/**
 * Measures from the moment before a save of the policy, which changes two Actions, to the login's difference on the
 * screen.
 */
export async function devSaves(project: ProjectCopy, saves: number): Promise<number[]> {
  // Otherwise the login of the last `trigger` would be run.
  await rm(join(project.rootDir, LAST_TRIGGER), { force: true });
  const screen = new Screen();
  const quit = new AbortController();
  const ended = dev({
    rootDir: project.rootDir,
    port: 0,
    event: 'plain-member',
    keys: noKeys(),
    signal: quit.signal,
    onProgress: () => undefined,
    show: (text) => screen.show(text),
    openBrowser: () => undefined,
  });
  await screen.shows('watching');
  const samples: number[] = [];
  for (let save = 0; save < saves; save += 1) {
    await pause(APART_MS);
    screen.clear();
    const startMs = performance.now();
    const [from, to] = save % 2 === 0 ? [SHUT, OPEN] : [OPEN, SHUT];
    await project.edit(POLICY, from, to);
    await screen.shows('plain-member:');
    samples.push(performance.now() - startMs);
  }
  quit.abort();
  const result = await ended;
  if (!result.ok) throw new Error(renderFailures(result.failures));
  return samples;
}

class Screen {
  #shown = '';
  #onShow: () => void = () => undefined;

  show(text: string): void {
    this.#shown += text;
    this.#onShow();
  }

  clear(): void {
    this.#shown = '';
  }

  async shows(text: string): Promise<void> {
    while (!this.#shown.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#onShow = resolve;
      });
    }
  }
}

async function* noKeys(): AsyncGenerator<string> {
  yield await new Promise<string>(() => undefined);
}
