import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import type { SettingMistake } from '../../../actions/lib/check-settings.ts';
import type { Failure } from '../failures.ts';

const ENTRY = `
import { config, domains } from './actions/config.ts';
import { checkSettings } from './actions/lib/check-settings.ts';
import { policy } from './actions/policy.ts';
mistakes = checkSettings(config, domains, policy);
`;

/** What is wrong in the settings that the Actions of this folder are built with, by the rules of that folder. */
export async function checkActionSettings(rootDir: string): Promise<Failure[]> {
  const hasSettings = await access(join(rootDir, 'actions/config.ts')).then(
    () => true,
    () => false,
  );
  if (!hasSettings) return [];
  return (await findMistakes(rootDir)).map(
    ({ file, setting, expected, found }): Failure => ({
      code: 'SETTING_INVALID',
      expected: `${setting} to be ${expected}`,
      found,
      where: { file: `actions/${file}` },
      fix: `Correct ${setting}.`,
    }),
  );
}

/** None where the sources do not bundle or load: then no Action does, and each says why. */
async function findMistakes(rootDir: string): Promise<SettingMistake[]> {
  const sandbox: { mistakes: SettingMistake[]; URL: typeof URL } = { mistakes: [], URL };
  try {
    const { outputFiles } = await build({
      stdin: { contents: ENTRY, resolveDir: rootDir },
      absWorkingDir: rootDir,
      write: false,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      packages: 'external',
      logLevel: 'silent',
    });
    new Script(outputFiles[0]?.text ?? '').runInContext(createContext(sandbox), { timeout: 2000 });
  } catch {
    return [];
  }
  return sandbox.mistakes;
}
