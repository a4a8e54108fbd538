import type { Failure } from '../failures.ts';
import { shellOption } from '../shell.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LogSource } from './log-source.ts';
import type { Since } from './since.ts';

interface Beginning {
  since: Since;
  checkpoint: Pick<Checkpoint, 'position'> | undefined;
  /** The checkpoint's, as it was named. */
  file: string | undefined;
  /** The environment for a command to copy; absent outside of the command line. */
  environment?: string | undefined;
}

/**
 * Says that the event reading would begin after is not in the tenant's log any more: `CHECKPOINT_FILE`, or
 * `LOG_EVENT_UNKNOWN` for an id of `--since`. Auth0 keeps events for days, by subscription; what came between such an
 * event and the oldest that is left would be missing without a word. Nothing where it begins at a time.
 */
export async function missingEvent(
  source: Pick<LogSource, 'has'>,
  { since, checkpoint, file = '', environment }: Beginning,
): Promise<Failure | undefined> {
  const { position } = checkpoint ?? {};
  if (position?.logId !== undefined)
    return (await source.has(position.logId)) ? undefined : gone(file, position.logId, environment);
  if (position !== undefined || !('logId' in since) || (await source.has(since.logId))) return undefined;
  return {
    code: 'LOG_EVENT_UNKNOWN',
    expected: 'the log_id of an event that the tenant still has',
    found: since.logId,
    fix: 'Name a time instead: --since 7d tells what is left of the last seven days.',
  };
}

const gone = (file: string, logId: string, environment: string | undefined): Failure => ({
  code: 'CHECKPOINT_FILE',
  expected: 'a checkpoint whose event the tenant still has',
  found: `${logId}, which is not in the log any more; events after it may be gone with it`,
  where: { file },
  fix:
    `Remove the file and begin at the time of the last line you have, or earlier: npm run logs -- ${environment === undefined ? '' : `${shellOption('env', environment)} `}${shellOption('checkpoint', file)} --since 7d. ` +
    'Drop lines whose logId you have already.',
});
