import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingMistake } from '../../../library/check-settings.ts';
import type { Failure } from '../failures.ts';
import { evaluate } from './evaluate.ts';

const ENTRY = `
import { config, domains } from './actions/config.ts';
import { checkSettings } from 'library:check-settings.ts';
import { policy } from './actions/policy.ts';
mistakes = checkSettings(config, domains, policy);
`;

/** What is wrong in the settings that the Actions of this folder are built with, by the library's rules. */
export async function checkActionSettings(rootDir: string): Promise<Failure[]> {
  if (!(await hasActionSettings(rootDir))) return [];
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

/** Whether the folder has settings of Actions at all. */
export const hasActionSettings = (rootDir: string): Promise<boolean> =>
  access(join(rootDir, 'actions/config.ts')).then(
    () => true,
    () => false,
  );

async function findMistakes(rootDir: string): Promise<SettingMistake[]> {
  const { mistakes } = await evaluate<{ mistakes: SettingMistake[] }>(rootDir, ENTRY, { mistakes: [] });
  return mistakes;
}
