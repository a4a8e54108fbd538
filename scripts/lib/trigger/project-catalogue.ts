import { type CatalogueEvent, catalogueOf } from '#actions-testing';
import type { SettingsOf } from '../bundle/environment-settings.ts';
import { readStepUp } from '../bundle/step-up.ts';
import { eventNames } from './event-names.ts';

/** Returns the catalogue by the project's `config.stepUp` in an environment, with the project's names. */
export const projectCatalogue = async (rootDir: string, environment: SettingsOf): Promise<readonly CatalogueEvent[]> =>
  catalogueOf(await readStepUp(rootDir, environment), await eventNames(rootDir, environment?.name));
