import { type NamedEvent, withOwnEvents } from '#actions-testing';
import type { SettingsOf } from '../bundle/environment-settings.ts';
import { loadSamples } from '../bundle/samples.ts';
import { SAMPLES_FILE, samplesPlaces } from '../bundle/samples-file.ts';
import { failed, ok, type Result } from '../failures.ts';
import { projectCatalogue } from './project-catalogue.ts';

/** Returns the catalogue and behind it the team's own events (`actions/samples.ts`), by the settings of an environment. */
export async function namedEvents(rootDir: string, environment: SettingsOf): Promise<Result<readonly NamedEvent[]>> {
  const [catalogue, samples] = await Promise.all([projectCatalogue(rootDir, environment), loadSamples(rootDir)]);
  if (!samples.ok) return samples;
  const { events = {} } = samples.value;
  const taken = Object.keys(events).filter((name) => catalogue.some((event) => event.name === name));
  if (taken.length === 0) return ok(withOwnEvents(catalogue, events));
  const { placeOfKey } = await samplesPlaces(rootDir);
  return failed(
    ...taken.map((name) => ({
      code: 'DUPLICATE_NAME' as const,
      expected: `a name in samples.events that no event of the catalogue has`,
      found: JSON.stringify(name),
      where: placeOfKey(['events', name]),
      fix: `Choose another name in ${SAMPLES_FILE}.`,
    })),
  );
}
