import { closestName, loginEvent, type NamedEvent, NOW_MS, type PlayOptions, playThrough } from '#actions-testing';
import type { Event } from '../../../library/contract.ts';
import { DIST } from '../../lib/dist-folder.ts';
import { failed, ok, type Result } from '../../lib/failures.ts';
import { readEnvironment } from '../../lib/manifest/environment.ts';
import { shellWord } from '../../lib/shell.ts';
import { actionsFrom, type BuiltFlow, builtFlow, chosenActions, secretsFor } from '../../lib/trigger/built-flow.ts';
import { keepLastTrigger } from '../../lib/trigger/last-trigger.ts';
import { recordedLogin } from '../../lib/trigger/local-tenant.ts';
import { namedEvents } from '../../lib/trigger/named-events.ts';
import { withOverrides } from '../../lib/trigger/overrides.ts';
import { replayOf } from '../../lib/trigger/replay.ts';
import { reportOf, type TriggerReport } from '../../lib/trigger/report.ts';
import { timedAction } from '../../lib/trigger/timed-action.ts';
import { builtEnvironment, freshBuild } from './fresh-build.ts';

export interface TriggerOptions {
  rootDir: string;
  /** A name of the catalogue, or a login that a running local tenant has recorded. */
  source: { event: string } | { execution: string; url: string };
  /** `PATH=VALUE`. */
  overrides: readonly string[];
  /** The Actions to bind; all if the list is empty. */
  actions: readonly string[];
  /** Let `npm run dev` run it again after every save. */
  keepsLast?: boolean;
  /**
   * The environment whose Actions run: a file of `tenant/environments/`, without `.yaml`. By default that of the last
   * build.
   */
  environment?: string;
  /** Names the folder of another build to run; relative to the project. The last build runs by default. */
  folder?: string;
  onProgress: (step: string) => void;
}

/** Holds the event to run, with its name and description. */
interface Start {
  name: string;
  description: string;
  event: Event;
  nowMs: number;
  startsAt?: string;
  person?: PlayOptions['person'];
  recorded?: TriggerReport['recorded'];
  notes: string[];
}

/** Runs the Actions of the last build, built anew where a source is newer, with one event. */
export async function trigger(options: TriggerOptions): Promise<Result<TriggerReport>> {
  if (options.folder === undefined) {
    const built = await freshBuild(options.rootDir, options.environment);
    if (!built.ok) return built;
    const { environment, reason } = built.value;
    if (reason !== 'fresh') options.onProgress(`built ${DIST} for environment ${environment}: ${reason}`);
  }
  const flow = await builtFlow(options.rootDir, options.folder ?? DIST);
  const chosen = chosenActions(flow, options.actions);
  const start = await startOf(options, flow);
  if (!start.ok) return failed(...start.failures, ...failuresOf(chosen));
  const event = withOverrides(start.value.event, options.overrides);
  if (!chosen.ok || !event.ok) return failed(...failuresOf(chosen), ...failuresOf(event));
  if ('event' in options.source && options.keepsLast) {
    await keepLastTrigger(options.rootDir, { ...options, event: options.source.event });
  }
  return ok(
    await run({ ...start.value, event: event.value }, flow, options.actions.length > 0 ? chosen.value : undefined),
  );
}

async function startOf({ source, rootDir, folder = DIST }: TriggerOptions, flow: BuiltFlow): Promise<Result<Start>> {
  if ('execution' in source) {
    const recorded = await recordedLogin(source.execution, source.url);
    if (!recorded.ok) return recorded;
    const { event, startedMs, answers, notes } = replayOf(recorded.value, Object.values(flow.secretNames).flat());
    const { outcome, runs, id } = recorded.value;
    return ok({
      name: id,
      description: 'a login that the local tenant recorded, run again with the Actions of the last build',
      event,
      nowMs: startedMs,
      person: { answers },
      recorded: { outcome, codes: [...new Set(runs.flatMap(({ codes }) => codes))] },
      notes,
    });
  }
  const environment = await readEnvironment(rootDir, await builtEnvironment(rootDir, folder));
  if (!environment.ok) return environment;
  const events = await namedEvents(rootDir, environment.value);
  if (!events.ok) return events;
  const known = events.value.find((event) => event.name === source.event);
  if (known === undefined) return failed(unknownEvent(source.event, events.value));
  const { name, description, changes, startsAt, person } = known;
  return ok({
    name,
    description,
    event: loginEvent(...changes),
    nowMs: NOW_MS,
    ...(startsAt !== undefined && { startsAt }),
    ...(person !== undefined && { person }),
    notes: [],
  });
}

function unknownEvent(name: string, catalogue: readonly NamedEvent[]) {
  const closest = closestName(
    name,
    catalogue.map((event) => event.name),
  );
  return {
    code: 'EVENT_UNKNOWN' as const,
    expected: 'an event of the catalogue',
    found: `"${name}"`,
    fix: closest === undefined ? 'See npm run trigger -- --list.' : `Did you mean ${shellWord(closest)}?`,
  };
}

async function run(start: Start, flow: BuiltFlow, chosen: BuiltFlow['actions'] | undefined): Promise<TriggerReport> {
  const timed = (chosen ?? actionsFrom(flow, start.startsAt)).map(timedAction);
  const { event, nowMs, person } = start;
  const played = await playThrough(
    timed.map(({ action }) => action),
    event,
    {
      secrets: secretsFor(flow, event.secrets),
      clock: () => nowMs,
      network: 'open',
      ...(person !== undefined && { person }),
    },
  );
  const recorded = start.recorded === undefined ? {} : { recorded: start.recorded };
  return {
    ...reportOf(start, played, timed, { withToken: chosen === undefined }),
    ...recorded,
  };
}

const failuresOf = (result: Result<unknown>) => (result.ok ? [] : result.failures);
