import { closestName } from '#actions-testing';
import type { Event } from '../../../library/contract.ts';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { shellOption } from '../shell.ts';

/** The address at which `npm start` answers browsers and the inspector's clients. */
export const DEFAULT_URL = 'http://localhost:4401';

const TIME_LIMIT_MS = 30_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Describes one Action's run in the tenant's timeline: secrets are masked. */
export interface RecordedRun {
  name: string;
  codes: string[];
  event: Event;
  durationMs: number;
  /** When it ended, by the tenant's clock. */
  atMs: number;
}

export interface RecordedLogin {
  id: string;
  outcome: string;
  /** The runs in order; never empty. */
  runs: RecordedRun[];
}

/** Describes the part of the emulator's answers that is read here: emulator/README.md, "Looking inside". */
interface Runs {
  runs: { id: string; outcome: string }[];
}
interface Timeline {
  entries: ({ kind: string; transactionId?: string } & Partial<RecordedRun>)[];
}

/** Reads a login's Actions off a running local tenant. */
export async function recordedLogin(id: string, url: string): Promise<Result<RecordedLogin>> {
  const origin = loopbackOrigin(url);
  if (!origin.ok) return origin;
  const [runs, timeline] = await Promise.all([
    fetchJson<Runs>(`${origin.value}/_local/runs`),
    fetchJson<Timeline>(`${origin.value}/_local/timeline.json`),
  ]);
  if (!runs.ok) return runs;
  if (!timeline.ok) return timeline;

  const run = runs.value.runs.find((candidate) => candidate.id === id);
  if (run === undefined) return failed(unknownExecution(id, runs.value.runs, origin.value));
  const recorded = timeline.value.entries.flatMap((entry): RecordedRun[] => {
    const { kind, transactionId, name, event, codes = [], durationMs = 0, atMs = 0 } = entry;
    const isOurs = kind === 'action' && transactionId === id && name !== undefined && event !== undefined;
    return isOurs ? [{ name, event, codes, durationMs, atMs }] : [];
  });
  if (recorded.length > 0) return ok({ id, outcome: run.outcome, runs: recorded });
  return failed({
    code: 'EXECUTION_UNKNOWN',
    expected: `the events of ${id} in the timeline of ${origin.value}`,
    found: 'a login of which the thousand newest entries hold none',
    fix: 'Log in again, and replay that login.',
  });
}

function loopbackOrigin(url: string): Result<string> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && /^https?:$/.test(parsed.protocol) && LOOPBACK.has(parsed.hostname)) {
    return ok(parsed.origin);
  }
  return failed({
    code: 'LOCAL_TENANT',
    expected: `the address of a local tenant on this machine, such as ${DEFAULT_URL}`,
    found: JSON.stringify(url),
    fix: 'Give --url the http address that npm start names.',
  });
}

async function fetchJson<T>(url: string): Promise<Result<T>> {
  const unreachable = (found: string): Failure => ({
    code: 'LOCAL_TENANT',
    expected: `a local tenant that answers at ${url}`,
    found,
    fix: 'Run npm start and log in, or give --url the http address of the tenant that is running.',
  });
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    if (!answer.ok) return failed(unreachable(`HTTP ${answer.status}`));
    // Whoever answers there under this name is the emulator: the route is its own.
    const json: T = JSON.parse(await answer.text());
    return ok(json);
  } catch (error) {
    return failed(unreachable(reasonOf(error)));
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : error.message;
}

function unknownExecution(id: string, runs: Runs['runs'], origin: string): Failure {
  const newest = runs
    .slice(-5)
    .reverse()
    .map((run) => `${run.id} (${run.outcome})`);
  const closest = closestName(
    id,
    runs.map((run) => run.id),
  );
  return {
    code: 'EXECUTION_UNKNOWN',
    expected:
      newest.length === 0 ? `a login at ${origin}` : `a login of ${origin}: the newest are ${newest.join(', ')}`,
    found: `"${id}"`,
    fix:
      closest === undefined
        ? 'Choose one with --from-execution.'
        : `Did you mean ${shellOption('from-execution', closest)}?`,
  };
}
