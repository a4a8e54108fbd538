import type { Failed, Failure, Halfway, Place } from './failures.ts';
import { printableJson, printableLine, printableReport } from './printable.ts';

/** Renders `tenant/tenant.yaml:12:5`, which editors and terminals make clickable. */
export const renderPlace = ({ file, line, column }: Place): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

function renderFailure(foreign: Failure): string {
  const failure = {
    ...printableReport(foreign),
    ...(foreign.code === 'INTERNAL' && { found: stackText(foreign.found) }),
  };
  const head = failure.where ? `${renderPlace(failure.where)} ${failure.code}` : failure.code;
  return `${head} expected ${failure.expected}, found ${failure.found}\nFix: ${failure.fix}\n`;
}

/** A stack trace keeps its lines, and nothing else does. */
const stackText = (found: string): string =>
  found
    .split(/\n(?= {4}at )/)
    .map(printableLine)
    .join('\n');

/** Renders failures for people, in the order of their files. One that several Actions share appears once. */
export function renderFailures(failures: Failure[]): string {
  return [...new Set([...failures].sort(byPlace).map(renderFailure))].join('\n');
}

/** Renders failures and, if something had been written, what was written. */
export function renderFailed({ failures, halfway }: Failed): string {
  return [renderFailures(failures), ...(halfway ? [renderHalfway(halfway)] : [])].join('\n');
}

function renderHalfway(halfway: Halfway): string {
  const { applied, begun, notBegun } = printableReport(halfway);
  const line = (title: string, parts: string[]) => (parts.length > 0 ? [`${title}: ${parts.join('; ')}`] : []);
  return [
    ...line('Applied', applied),
    ...line('Begun, perhaps done in part', begun),
    ...line('Not begun', notBegun),
    'Running the same command again compares anew and does what is left.',
    '',
  ].join('\n');
}

/** Renders one JSON document for machines, with a line end. */
export const renderJson = (value: unknown): string => `${printableJson(JSON.stringify(value, undefined, 2))}\n`;

/** Renders one JSON document per line, for machines. */
export const renderJsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${printableJson(JSON.stringify(value))}\n`).join('');

function byPlace(a: Failure, b: Failure): number {
  return (
    (a.where?.file ?? '').localeCompare(b.where?.file ?? '') ||
    (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
    (a.where?.column ?? 0) - (b.where?.column ?? 0)
  );
}
