import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingMistake } from '../../../library/check-settings.ts';
import type { Failure, Place } from '../failures.ts';
import type { Environment } from '../manifest/environment.ts';
import { isFactorSetting } from '../manifest/environment-actions.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { decidingActions } from '../manifest/own-actions.ts';
import type { Bundle } from './bundle.ts';
import { evaluate } from './evaluate.ts';
import { exportPlaces } from './export-places.ts';

const ENTRY = `
import * as settings from './actions/config.ts';
import { checkAttribute } from 'library:check-attribute.ts';
import { checkSettings } from 'library:check-settings.ts';
import { policy } from './actions/policy.ts';
mistakes = [
  ...checkAttribute(settings.attribute, settings.attributeWriter),
  ...checkSettings(settings.config, settings.domains, policy),
];
`;

/** Judges the settings that the Actions of an environment are built with, by the library's rules. */
export async function checkActionSettings(rootDir: string, environment: Environment): Promise<Failure[]> {
  if (!(await hasActionSettings(rootDir))) return environment.actions === undefined ? [] : [withoutConfig(environment)];
  const mistakes = await findMistakes(rootDir, environment);
  return Promise.all(
    mistakes.map(async (mistake) => settingInvalid(mistake, environment, await placeIn(rootDir, mistake))),
  );
}

/** Returns where a setting is written, `policy.forbid[0].code` for instance. */
async function placeIn(rootDir: string, { file, setting }: SettingMistake): Promise<Place> {
  const places = await exportPlaces(rootDir, `actions/${file}`);
  const place = places(setting.match(/[^.[\]]+/g) ?? []);
  // A writer that is missing belongs to the attribute.
  return place.line === undefined && setting.startsWith('attributeWriter') ? places(['attribute']) : place;
}

const withoutConfig = ({ file, placeOfKey }: Environment): Failure => ({
  code: 'SETTING_UNUSED',
  expected: `actions/config.ts, whose settings \`actions:\` of ${file} changes`,
  found: 'no such file',
  where: placeOfKey('actions'),
  fix: 'Remove `actions:` here, or create actions/config.ts.',
});

function settingInvalid({ setting, expected, found }: SettingMistake, environment: Environment, where: Place): Failure {
  const mistake = { code: 'SETTING_INVALID', expected: `${setting} to be ${expected}`, found } as const;
  const { actions, file: environmentFile, placeOfSetting } = environment;
  const [, ...path] = setting.split('.');
  const isStepUp = actions !== undefined && path[0] === 'stepUp' && isFactorSetting(path[1] ?? '');
  if (isStepUp && Object.hasOwn(actions.stepUp, path[1] ?? '')) {
    return { ...mistake, where: placeOfSetting(path), fix: `Correct ${path.join('.')} of this environment.` };
  }
  const beside = isStepUp ? `, or set it under \`actions:\` of ${environmentFile} too` : '';
  return { ...mistake, where, fix: `Correct ${setting}${beside}.` };
}

/**
 * Refuses settings of an environment that an Action which decides does not have: it takes its settings from another place
 * than `actions/config.ts`, so it would decide by other ones than the Actions beside it.
 */
export function checkSettingsReach(
  { environment, tenant, placeOf }: Manifest,
  bundles: readonly Pick<Bundle, 'name' | 'hasOwnSettings'>[],
): Failure[] {
  if (environment.actions === undefined) return [];
  const names = decidingActions(tenant.actions).map(({ name }) => name);
  return bundles
    .filter(({ name, hasOwnSettings }) => names.includes(name) && !hasOwnSettings)
    .map(
      ({ name }): Failure => ({
        code: 'SETTING_UNUSED',
        expected: `Action "${name}" to have the settings under \`actions:\` of ${environment.file}`,
        found: 'a source that does not import config from actions/config.ts',
        where: placeOf(['actions', tenant.actions.findIndex((action) => action.name === name), 'code']),
        fix: 'Import config from actions/config.ts there.',
      }),
    );
}

/** Returns whether the folder has settings of Actions. */
export const hasActionSettings = (rootDir: string): Promise<boolean> =>
  access(join(rootDir, 'actions/config.ts')).then(
    () => true,
    () => false,
  );

async function findMistakes(rootDir: string, environment: Environment): Promise<SettingMistake[]> {
  const { mistakes } = await evaluate<{ mistakes: SettingMistake[] }>(rootDir, ENTRY, { mistakes: [] }, environment);
  return mistakes;
}
