import { stripVTControlCharacters } from 'node:util';
import type { Failure } from '../failures.ts';
import { mask } from '../mask.ts';
import { secretOf } from '../tenant/credential.ts';
import { type FailedRequest, RequestError } from '../tenant/failed-request.ts';
import { isBusy } from '../tenant/refusal.ts';
import { requestFailure } from '../tenant/request-failure.ts';
import { timeLimits } from '../tenant/time-limits.ts';
import type { Ended, Import } from './import.ts';

/** Returns why an import failed: the failure of the request that ended it, else the CLI's own text. */
export function cliFailure(options: Import, ended: Ended): Failure {
  const { connection, keywords } = options;
  const secrets = [secretOf(connection), ...Object.values(keywords), ...(options.secretValues ?? [])];
  const { keptIn } = options;
  const file = keptIn === undefined ? options.file : `${keptIn}/${options.file}`;
  const cause = ended.isLate ? slowedBy(ended) : causeOf(ended);
  const failure: Failure = {
    ...(cause === undefined
      ? { code: 'DEPLOY_CLI', expected: `auth0-deploy-cli to import ${file}`, ...said(ended, secrets) }
      : requestFailure(cause, { activity: `auth0-deploy-cli importing ${file}`, connection })),
    ...(ended.isLate && { expected: inTime(file, connection.domain) }),
    ...(keptIn !== undefined && { where: { file } }),
  };
  return { ...failure, found: mask(failure.found, secrets), fix: mask(failure.fix, secrets) };
}

/**
 * Returns whether a status says nothing about what was sent. For other statuses the CLI names the object, which is more
 * useful.
 */
const isOfTheTenant = (status: number): boolean => status === 401 || status === 403 || isBusy(status);

/**
 * Returns the request that ended the CLI. It continues after some failed requests: only the one that its last lines
 * name ended it.
 */
function causeOf({ failed, output, hasToken }: Ended): FailedRequest | undefined {
  // Without a token it can do nothing, and it hides why there is none.
  if (!hasToken) return failed.at(-1);
  return failed.findLast(({ request, problem }) => {
    if (problem.kind !== 'refused') return output.includes(new RequestError({ request, problem }).message);
    return isOfTheTenant(problem.status) && output.includes(`Status code: ${problem.status}`);
  });
}

/** Returns the request that made it wait and retry. */
const slowedBy = ({ failed }: Ended): FailedRequest | undefined =>
  failed.findLast(({ problem }) => problem.kind !== 'refused' || isBusy(problem.status));

const inTime = (file: string, domain: string): string =>
  `auth0-deploy-cli to import ${file} in ${timeLimits(domain).importMs / 60_000} minutes`;

const said = ({ with: ending, isLate, output }: Ended, secrets: readonly string[]) => ({
  found: `exit ${ending}: ${errorLines(mask(output, secrets))}`,
  fix: isLate
    ? 'Run the command again: it continues where it ended.'
    : 'Correct what the message names and run the command again: it continues where it ended.',
});

/** Limits a line: the message contains the refused object, for instance an Action with its code. */
const MAX_LINE_LENGTH = 300;

/** Returns the lines that the CLI logs as errors, without their time; its last lines if there are none. */
function errorLines(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const first = lines.findIndex((line) => / - error: /.test(line));
  const relevant = first === -1 ? lines.slice(-3) : lines.slice(first, first + 8);
  return relevant
    .map((line) => line.replace(/^\S+ - error: /, ''))
    .map((line) => (line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line))
    .join(' / ');
}
