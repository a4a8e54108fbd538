import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagementClient } from 'auth0';
import { type Failed, failed, ok, type Result } from '../../lib/failures.ts';
import { Checkpoint, unwritable } from '../../lib/logs/checkpoint.ts';
import { LogSource } from '../../lib/logs/log-source.ts';
import { missingEvent } from '../../lib/logs/missing-event.ts';
import { findOinClientIds, findOrganizationId } from '../../lib/logs/scope.ts';
import type { Since } from '../../lib/logs/since.ts';
import { findStart, type StartPosition } from '../../lib/logs/start-position.ts';
import { type LogProgress, streamLog } from '../../lib/logs/stream-log.ts';
import type { UsageEvent } from '../../lib/logs/usage.ts';
import { withRetries } from '../../lib/logs/with-retries.ts';
import { apiFailure } from '../../lib/tenant/api-failure.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { connect } from '../../lib/tenant/management.ts';
import { timeLimits } from '../../lib/tenant/time-limits.ts';
import { Traffic } from '../../lib/tenant/traffic.ts';

export interface LogsOptions {
  rootDir: string;
  connection: Connection;
  /** Named in commands to copy. */
  environment?: string;
  since: Since;
  /** Go on with what comes later, asking this often. */
  pollMs?: number;
  /** The organization, by name or id. */
  organization?: string;
  failedOnly?: boolean;
  /** Tell people's names and addresses besides their ids. */
  names?: boolean;
  /** The file that keeps the position in the log; that position takes precedence over {@link LogsOptions.since}. */
  checkpointFile?: string;
  /** Resolves once the events have left this process; rejects with `EPIPE` if nobody reads any more. */
  write: (usages: UsageEvent[]) => Promise<void>;
  onProgress: (step: string) => void;
  /** Ends the run, cleanly. */
  signal: AbortSignal;
}

export interface LogsReport {
  oinClientIds: string[];
  /** The number of events that were written. */
  events: number;
  /** All clients' that were read for it. */
  read: number;
  /** The last that was read; absent where the log is empty. */
  logId?: string;
}

/**
 * Tells who uses Express Configuration: the tenant's log events of Okta's clients, as they were written. Only reads.
 */
export async function logs(options: LogsOptions): Promise<Result<LogsReport>> {
  const { connection, signal, pollMs, onProgress } = options;
  const checkpoint = await openCheckpoint(options);
  if (!checkpoint.ok) return checkpoint;
  const isEndless = pollMs !== undefined;
  const limits = { ...timeLimits(connection.domain), ...(isEndless && { runMs: Number.POSITIVE_INFINITY }) };
  const newClient = (): ManagementClient => connect(connection, new Traffic(), { limits });
  const retry = { signal, isEndless, onWait: onProgress };
  const report: LogsReport = { oinClientIds: [], events: 0, read: 0 };
  try {
    const scope = await withRetries(() => findScope(newClient(), options), retry);
    if (!scope.ok) return scope;
    report.oinClientIds = scope.value.clientIds;
    const source = new LogSource(connection.domain, newClient, retry);
    const { since, checkpointFile: file, environment } = options;
    const gone = await missingEvent(source, { since, checkpoint: checkpoint.value, file, environment });
    if (gone !== undefined) return failed(gone);
    await run(options, source, scope.value, report, checkpoint.value);
    return ok(report);
  } catch (error) {
    if (signal.aborted || isClosedPipe(error)) return ok(report);
    if (isFileError(error)) return failed(unwritable(options.checkpointFile ?? '', error));
    return failed(apiFailure(error, `the log of ${connection.domain}`, connection));
  }
}

interface Scope {
  clientIds: string[];
  organizationId?: string;
}

async function findScope(api: ManagementClient, { organization }: LogsOptions): Promise<Result<Scope>> {
  const clientIds = await findOinClientIds(api);
  if (!clientIds.ok || organization === undefined) {
    return clientIds.ok ? ok({ clientIds: clientIds.value }) : clientIds;
  }
  const organizationId = await findOrganizationId(api, organization);
  return organizationId.ok ? ok({ clientIds: clientIds.value, organizationId: organizationId.value }) : organizationId;
}

const CUT_SHORT = 'Note: a search ends at 1,000 events; what is older than the first of them is not told.';

async function run(
  options: LogsOptions,
  source: LogSource,
  scope: Scope,
  report: LogsReport,
  checkpoint: Checkpoint | undefined,
): Promise<void> {
  const { since, pollMs, signal, onProgress, write, names = false, failedOnly = false } = options;
  let start = await startOf(options, source, scope, checkpoint);
  while (start.from === undefined && pollMs !== undefined) {
    await sleep(pollMs, undefined, { signal });
    start = await startOf(options, source, scope, checkpoint);
  }
  if (start.from === undefined) return;
  if (start.isCutShort) onProgress(CUT_SHORT);
  const told: LogProgress = { events: 0, read: 0, logId: start.from };
  const { sinceMs } = checkpoint?.position ?? ('sinceMs' in since ? since : {});
  try {
    await streamLog(
      {
        source,
        start: { ...start, from: start.from },
        filter: { ...scope, failedOnly, ...(sinceMs !== undefined && { sinceMs }) },
        names,
        write,
        signal,
        ...(checkpoint && { checkpoint }),
        ...(pollMs !== undefined && { pollMs }),
      },
      told,
    );
  } finally {
    Object.assign(report, told);
  }
}

async function startOf(
  { since, onProgress }: LogsOptions,
  source: LogSource,
  { clientIds }: Scope,
  checkpoint: Checkpoint | undefined,
): Promise<StartPosition> {
  const { logId, sinceMs, pending } = checkpoint?.position ?? {};
  if (pending !== undefined) {
    onProgress(
      'Note: an earlier run ended while writing; the events it may have written are told again, marked mayRepeat.',
    );
  }
  if (logId !== undefined) return { from: logId, isCutShort: false };
  if (sinceMs !== undefined) return findStart(source, clientIds, sinceMs);
  return 'logId' in since ? { from: since.logId, isCutShort: false } : findStart(source, clientIds, since.sinceMs);
}

async function openCheckpoint(options: LogsOptions): Promise<Result<Checkpoint | undefined> | Failed> {
  const { rootDir, connection, checkpointFile: file } = options;
  return file === undefined ? ok(undefined) : Checkpoint.open(rootDir, file, connection.domain);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const isClosedPipe = (error: unknown): boolean => codeOf(error) === 'EPIPE';
const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error && 'path' in error;
