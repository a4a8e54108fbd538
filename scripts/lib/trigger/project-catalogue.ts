import { type CatalogueEvent, type CatalogueSettings, catalogueOf } from '#actions-testing';
import { emailThenPlatform } from '../../../actions/lib/step-up-settings.ts';
import { evaluate } from '../bundle/evaluate.ts';

const ENTRY = `
import { config } from './actions/config.ts';
stepUp = config.stepUp;
`;

/** Returns the catalogue by the project's `config.stepUp`; by the documentation's where its sources do not load. */
export async function projectCatalogue(rootDir: string): Promise<readonly CatalogueEvent[]> {
  const { stepUp } = await evaluate<{ stepUp: CatalogueSettings }>(rootDir, ENTRY, { stepUp: emailThenPlatform });
  return catalogueOf(stepUp);
}
