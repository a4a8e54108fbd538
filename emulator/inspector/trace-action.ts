import { type ActionResult, keptCommands } from '../runtime/command.ts';
import { asJson } from './mask.ts';
import type { Timeline } from './timeline.ts';

export interface RunningAction {
  name: string;
  version: number;
  handler: string;
  event: object;
  login: number | undefined;
}

/** Records one run of an Action when it is over, and passes its result on. */
export async function traceAction(
  timeline: Timeline,
  { login, event, ...action }: RunningAction,
  run: Promise<ActionResult>,
): Promise<ActionResult> {
  const startedMs = performance.now();
  // Copied before the Action runs: the timeline shows the event that the Action got.
  const shown = asJson(event);
  const result = await run;
  timeline.record(
    {
      kind: 'action',
      ...action,
      transactionId: transactionIdIn(event),
      codes: codesIn(result.logs),
      ...keptCommands(result.commands),
      logs: result.logs,
      durationMs: Math.round(performance.now() - startedMs),
      ...(result.error === undefined ? {} : { error: result.error }),
      event: shown,
    },
    login,
  );
  return result;
}

/** Returns the id of a login's transaction; other triggers have none. */
function transactionIdIn(event: { transaction?: unknown }): string {
  const { id }: { id?: unknown } = Object(event.transaction);
  return typeof id === 'string' ? id : '';
}

/** Returns the `codes` that an Action's JSON log lines name as the reasons for its decision. */
function codesIn(logs: string): string[] {
  return logs.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      const { codes }: { codes?: unknown } = JSON.parse(line);
      return Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : [];
    } catch {
      return [];
    }
  });
}
