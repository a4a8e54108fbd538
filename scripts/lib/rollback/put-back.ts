import { setTimeout } from 'node:timers/promises';
import type { ManagementClient } from 'auth0';
import type { Failure } from '../failures.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import type { Connection } from '../tenant/connection.ts';
import { type ActionHistory, readLive, type Version } from './history.ts';

export interface PutBackContext {
  api: ManagementClient;
  connection: Connection;
  /** Told of every version that went live. */
  onProgress(step: string): void;
  /** How often to check whether a version is live, and the wait in between. */
  polling: { looks: number; everyMs: number };
}

export interface RollbackStep {
  history: ActionHistory;
  version: Version;
}

export interface PutBackFailure {
  cause: Failure;
  /** Why an Action could not be returned to what was live before. */
  returning: Failure[];
}

/**
 * Puts versions live, each once the one before it is live: all of them, or none. After a failure those that may have
 * changed are returned to what was live before, the last one first.
 *
 * @returns the new numbers, by Action
 */
export async function putBack(
  context: PutBackContext,
  steps: readonly RollbackStep[],
): Promise<{ numbers: Map<string, number> } | PutBackFailure> {
  const numbers = new Map<string, number>();
  const attempted: RollbackStep[] = [];
  for (const step of steps) {
    attempted.push(step);
    const result = await goLive(context, step);
    if (typeof result !== 'number')
      return { cause: result, returning: await returnAll(context, attempted.toReversed()) };
    numbers.set(step.history.name, result);
  }
  return { numbers };
}

async function returnAll(context: PutBackContext, attempted: readonly RollbackStep[]): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const { history } of attempted) {
    const result = await goLive(context, { history, version: history.live });
    if (typeof result !== 'number') failures.push(result);
  }
  return failures;
}

/**
 * Makes a version live. Auth0 makes a new version equal to the old one, and only a read shows that it is live
 * (docs/notes/actions-runtime.md#going-back-to-a-version).
 *
 * @returns its number
 */
async function goLive(
  { api, connection, onProgress, polling: { looks, everyMs } }: PutBackContext,
  { history: { actionId, name }, version }: RollbackStep,
): Promise<number | Failure> {
  const doing = `putting version ${version.number} of ${name} live`;
  try {
    const { number: made = 0 } = await api.actions.versions.deploy(actionId, version.id, { update_draft: true });
    for (let look = 1; look <= looks; look += 1) {
      const live = await readLive(api, actionId);
      if (live !== undefined && live.number >= made && live.content === version.content) {
        onProgress(`live: ${name} version ${live.number}, equal to version ${version.number}`);
        return live.number;
      }
      if (look < looks) await setTimeout(everyMs);
    }
    return notLive(doing, looks * everyMs);
  } catch (error) {
    return apiFailure(error, doing, connection);
  }
}

const notLive = (doing: string, waitedMs: number): Failure => ({
  code: 'TENANT_REFUSED',
  expected: `the tenant to accept this (${doing})`,
  found: `another version live after ${waitedMs / 1000} seconds`,
  fix: "Look at the Action's versions in the Auth0 dashboard: one may have failed to build.",
});
