import { readFileSync } from 'node:fs';
import { supportedOperations } from '../emulator/management/supported.ts';
import { schemaFiles } from '../scripts/lib/editor/schema-files.ts';
import { withOverlay } from './apply-overlay.ts';
import { OVERLAY, type Overlay } from './overlay.ts';
import { type PublishedFile, SpecificationError } from './published.ts';
import { commandView, emulatorView, responsesView } from './views.ts';

/** Describes the document that the views were made from. */
export interface Source {
  title: string;
  /** When Auth0 published it, for instance `2026-06-25`. */
  date: string;
  sha256: string;
  paths: number;
}

/** Reads `source.json`. */
export const parseSource = (): Source => JSON.parse(readFileSync(new URL('./source.json', import.meta.url), 'utf8'));

/**
 * Returns every view's text by its path in the repository. All of them are made before any is written.
 *
 * @param date of the document; without one, that of `known` where it is the same document
 */
export function filesOf(
  published: PublishedFile,
  date: string | undefined,
  known: Source,
  overlay: Overlay = OVERLAY,
): Record<string, string> {
  const { specification, sha256, paths } = published;
  const extended = withOverlay(specification, overlay);
  const emulator = emulatorView(extended);
  const command = commandView(extended);
  const source: Source = { title: 'Auth0 Management API', date: dateOf(sha256, date, known), sha256, paths };
  return {
    'openapi/source.json': `${JSON.stringify(source, null, 2)}\n`,
    'emulator/management/openapi.json': byLine(emulator),
    'emulator/SUPPORTED.md': supportedOperations(emulator),
    'scripts/lib/management-api/management-api.json': byLine(command),
    'test/emulator/management/responses.json': byLine(responsesView(extended)),
    ...Object.fromEntries(Object.entries(schemaFiles(command)).map(([name, text]) => [`tenant/schemas/${name}`, text])),
  };
}

function dateOf(sha256: string, date: string | undefined, known: Source): string {
  if (date === undefined && sha256 === known.sha256) return known.date;
  if (date !== undefined && /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date))) return date;
  throw new SpecificationError(
    `This is another document than that of ${known.date}: say when it was published, with --date YYYY-MM-DD.`,
  );
}

/** Writes each operation and schema on a separate line, so that differences can be read and merged. */
function byLine(view: object): string {
  const lines = (value: object): string =>
    Object.entries(value)
      .map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`)
      .join(',\n');
  const parts = Object.entries(view).map(([name, part]) =>
    name === 'components'
      ? `"components":{"schemas":{\n${lines(part.schemas)}\n}}`
      : `${JSON.stringify(name)}:{\n${lines(part)}\n}`,
  );
  return `{${parts.join(',\n')}}\n`;
}
