import { describe, expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS, rig } from '../e2e/deploy-rig.ts';
import { restoreDeployed } from '../e2e/deployed-rig.ts';
import { realValues } from '../support/environment.ts';
import { knownOptions, problemsOf } from './command-help.ts';
import { LOOKED_UP, NPM_OPTIONS, RUN } from './commands.ts';
import { type CommandLine, commandsOf, readPages } from './pages.ts';
import { expectAsPagesSay } from './run-commands.ts';

const pages = await readPages();
const lines = pages.flatMap(commandsOf);
const generated = new Set(pages.filter(({ isGenerated }) => isGenerated).map(({ file }) => file));
const typed = lines.filter((line) => !line.isMention && !generated.has(line.page));
const namesOf = (from: readonly CommandLine[]): string[] => [...new Set(from.map(({ command }) => command))].sort();

describe('every command of the pages', () => {
  test('is run below, or listed with the reason it is not', () => {
    expect(namesOf(typed)).toEqual([...RUN.map(({ command }) => command), ...Object.keys(LOOKED_UP)].sort());
  });

  test('that is not run exists, with its options', async () => {
    const others = lines.filter((line) => line.isMention || generated.has(line.page));
    const problems: string[] = [];
    for (const line of [...namesOf(others), ...Object.keys(LOOKED_UP)]) problems.push(...(await problemsOf(line)));
    expect(problems).toEqual([]);
  });

  test('has the options that the pages speak of', async () => {
    const options = await knownOptions();
    const spoken = pages
      .filter(({ file }) => !generated.has(file))
      .flatMap(({ file, spans }) =>
        spans.flatMap((span) =>
          /^(?:-- )?(--[a-z][\w-]+)/.exec(span)?.[1] ? [[file, /--[a-z][\w-]+/.exec(span)?.[0]]] : [],
        ),
      );
    const isKnown = (option: string): boolean => options.has(option) || NPM_OPTIONS.includes(option);
    expect(spoken.filter(([, option = '']) => !isKnown(option))).toEqual([]);
  });

  test('does what its page says, one after the other on one tenant', { timeout: 4 * MINUTE_MS }, async () => {
    const tenant = await rig();
    onTestFinished(() => tenant.close());
    await restoreDeployed(tenant, realValues);
    // `npm run test:deep` runs those too that deploy from nothing.
    await expectAsPagesSay(
      tenant,
      RUN.filter(({ isDeep }) => !isDeep),
    );
  });
});
