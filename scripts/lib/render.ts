import type { Failure, Place } from './failures.ts';

/** `tenant/tenant.yaml:12:5`, what editors and terminals make clickable. */
export const renderPlace = ({ file, line, column }: Place): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

function renderFailure(failure: Failure): string {
  const head = failure.where ? `${renderPlace(failure.where)} ${failure.code}` : failure.code;
  return `${head} expected ${failure.expected}, found ${failure.found}\nFix: ${failure.fix}\n`;
}

/** Failures for people, in the order of the files they are in. */
export function renderFailures(failures: Failure[]): string {
  return [...failures].sort(byPlace).map(renderFailure).join('\n');
}

/** One JSON document for machines, with a line end. */
export const renderJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function byPlace(a: Failure, b: Failure): number {
  return (
    (a.where?.file ?? '').localeCompare(b.where?.file ?? '') ||
    (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
    (a.where?.column ?? 0) - (b.where?.column ?? 0)
  );
}
