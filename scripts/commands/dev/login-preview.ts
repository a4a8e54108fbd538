import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderFailed } from '../../lib/render.ts';
import { LAST_TRIGGER, type LastTrigger } from '../../lib/trigger/last-trigger.ts';
import { trigger } from '../trigger/run.ts';
import { triggerText } from '../trigger/text.ts';
import { textDifference } from './text-difference.ts';

/** Simulates a login after every save: that of the last `npm run trigger`, else the one that `dev` began with. */
export class LoginPreview {
  readonly #rootDir: string;
  readonly #folder: string;
  readonly #event: string;
  #last: { name: string; text: string } | undefined;

  /** @param folder of the build that is run, relative to the project */
  constructor(rootDir: string, folder: string, event: string) {
    this.#rootDir = rootDir;
    this.#folder = folder;
    this.#event = event;
  }

  /** @returns the result; if the login is the same as before, only the differences */
  async run({ whole = false }: { whole?: boolean } = {}): Promise<string> {
    const { event, overrides, actions } = await this.#chosen();
    const report = await trigger({
      rootDir: this.#rootDir,
      folder: this.#folder,
      source: { event },
      overrides,
      actions,
      onProgress: () => undefined,
    });
    if (!report.ok) return renderFailed(report);
    const name = JSON.stringify([event, overrides, actions]);
    const text = withoutTimes(triggerText(report.value, false));
    const before = this.#last;
    this.#last = { name, text };
    if (whole || before?.name !== name) return text;
    const lines = textDifference(before.text, text);
    if (lines === undefined) return `${event}: as before (${report.value.decision})\n`;
    return [`${event}:`, ...lines, ''].join('\n');
  }

  async #chosen(): Promise<LastTrigger> {
    const text = await readFile(join(this.#rootDir, LAST_TRIGGER), 'utf8').catch(() => undefined);
    const begun = { event: this.#event, overrides: [], actions: [] };
    return text === undefined ? begun : JSON.parse(text);
  }
}

/** Removes durations: they differ from run to run, and say nothing about a change. */
const withoutTimes = (text: string): string => text.replaceAll(/ {2}[\d.]+ ms$/gm, '');
