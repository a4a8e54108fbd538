import { type CatalogueEvent, catalogueOf } from '#actions-testing';
import { readStepUp } from '../bundle/step-up.ts';

/** Returns the catalogue by the project's `config.stepUp`. */
export const projectCatalogue = async (rootDir: string): Promise<readonly CatalogueEvent[]> =>
  catalogueOf(await readStepUp(rootDir));
