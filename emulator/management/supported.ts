import { runsHere } from '../runtime/triggers/handlers.ts';
import { TRIGGERS } from './action-triggers.ts';
import { loadSpecification, type Specification, type SpecOperation } from './openapi.ts';
import { leftOutOf, operations, resources } from './operations.ts';

const ids = [...new Set(TRIGGERS.map(({ id }) => id))];
const ran = ids.filter((id) => id !== 'post-login' && runsHere(id));
const kept = ids.filter((id) => !runsHere(id));
const listed = (names: readonly string[]): string =>
  new Intl.ListFormat('en').format(names.map((name) => `\`${name}\``));

const HEAD = `# What is emulated of the Management API

Written by \`node emulator/management/write-supported.ts\`: change the resources, not this file.

Requests are validated against Auth0's published schemas; each needs one of the scopes named. Any other operation is refused with 403 and the header \`x-emulator: not-emulated\`.

Actions run of the triggers ${listed(['post-login', ...ran])}. Those of ${listed(kept)} are taken, deployed and bound as everywhere, and never run: the answer has the header \`x-emulator: kept\`, the timeline a note, and \`npm run deploy\` prints one for each trigger.
`;

const notes: Readonly<Record<string, string>> = Object.assign({}, ...resources.map((resource) => resource.notes));

/** Returns `SUPPORTED.md`, of the resources in `resources/`. */
export function supportedOperations(specification: Specification = loadSpecification()): string {
  const rows = Object.keys(operations).flatMap((key): [string, SpecOperation][] => {
    const operation = specification.operations[key];
    return operation === undefined ? [] : [[key, operation]];
  });
  const resources = [...new Set(rows.map(([key]) => resourceOf(key)))].sort();
  const sections = resources.map((resource) =>
    section(
      resource,
      rows.filter(([key]) => resourceOf(key) === resource),
    ),
  );
  return [HEAD, ...sections].join('\n');
}

/** Notes on operations that are not there. */
export const staleNotes = (): string[] => Object.keys(notes).filter((key) => !operations[key]);

const resourceOf = (key: string): string => key.split('/')[1] ?? '';

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

function section(resource: string, rows: [string, SpecOperation][]): string {
  const order = ([key]: [string, SpecOperation]): string => {
    const [method = '', path = ''] = key.split(' ');
    return `${path} ${METHODS.indexOf(method)}`;
  };
  const sorted = rows.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  return `## ${resource}\n\n| operation | scopes | |\n|---|---|---|\n${sorted.map(row).join('')}`;
}

function row([key, { scopes }]: [string, SpecOperation]): string {
  const leftOut = leftOutOf(key);
  const refused = leftOut.length > 0 ? `without ${leftOut.map((name) => `\`${name}\``).join(', ')}` : undefined;
  const note = [notes[key], refused].filter((text) => text !== undefined).join('; ');
  return `| \`${key}\` | ${scopes.map((scope) => `\`${scope}\``).join(' ')} | ${note} |\n`;
}
