import type { ManagementClient } from 'auth0';
import type { Failure } from '../failures.ts';
import { shellOption } from '../shell.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import type { Connection } from '../tenant/connection.ts';
import { type ActionHistory, readLive, type Version } from './history.ts';
import type { PutBackFailure, RollbackStep } from './put-back.ts';

interface LiveNow {
  history: ActionHistory;
  live: Version | undefined;
}

interface Context {
  api: ManagementClient;
  connection: Connection;
  environment: string;
}

/** Says what a failed rollback left live, as the tenant reports it, and how to continue. */
export async function incomplete(
  { api, connection, environment }: Context,
  histories: readonly ActionHistory[],
  steps: readonly RollbackStep[],
  { cause, returning }: PutBackFailure,
): Promise<Failure> {
  const now = await readAll(api, connection, histories);
  if (Array.isArray(now) && now.every(({ history, live }) => live?.number === history.live.number)) return cause;
  const isAsBefore = Array.isArray(now) && now.every(isUnchanged);
  const reasons = [cause, ...returning].map(({ found }) => found);
  return {
    code: 'ROLLBACK_INCOMPLETE',
    expected: cause.expected,
    found: [
      ...new Set(reasons),
      Array.isArray(now)
        ? `live now: ${now.map(described).join(', ')}`
        : `what is live now is not known (${now.found})`,
    ].join('; '),
    fix: isAsBefore
      ? 'What is live equals what was live before. Wait a minute and run the command again.'
      : `Logins may run a mixture now. Once the tenant answers, run npm run rollback -- ${shellOption('env', environment)} ${steps.map(asOption).join(' ')}`,
  };
}

async function readAll(
  api: ManagementClient,
  connection: Connection,
  histories: readonly ActionHistory[],
): Promise<LiveNow[] | Failure> {
  try {
    return await Promise.all(
      histories.map(async (history) => ({ history, live: await readLive(api, history.actionId) })),
    );
  } catch (error) {
    return apiFailure(error, 'reading what is live', connection);
  }
}

const isUnchanged = ({ history, live }: LiveNow): boolean => live?.content === history.live.content;

function described({ history, live }: LiveNow): string {
  const equal = isUnchanged({ history, live })
    ? history.live
    : history.versions.find(({ content }) => content === live?.content);
  const isNew = equal !== undefined && equal.number !== live?.number;
  return `${history.name} version ${live?.number ?? 'none'}${isNew ? ` (equal to ${equal.number})` : ''}`;
}

const asOption = ({ history, version }: RollbackStep): string => shellOption('to', `${history.name}=${version.number}`);
