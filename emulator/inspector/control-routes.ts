import type { Context, Middleware } from 'koa';
import { parseFaults } from '../faults/fault.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { RequestLog } from '../management/request-log.ts';
import { type RouteHandler, type Routes, routes } from '../routes.ts';
import { parseClockMove } from './clock-move.ts';
import { hasToken, refuse } from './guard.ts';
import { readJson } from './read-json.ts';
import { SnapshotError } from './snapshot.ts';
import type { TenantClock } from './tenant-clock.ts';
import type { TenantControl } from './tenant-control.ts';
import type { Timeline } from './timeline.ts';

export interface ControlRoutesOptions {
  token: string;
  requestLog: RequestLog;
  faults: FaultPlan;
  clock: TenantClock;
  control: TenantControl;
  timeline: Timeline;
  /** The file to which `POST /_local/snapshot` saves. */
  snapshotFile: string | undefined;
}

/**
 * Serves routes that change the tenant or contain its secrets, for callers outside this process. They require the
 * control token of this start.
 */
export function controlRoutes(options: ControlRoutesOptions): Middleware {
  const { token } = options;
  const controlled = Object.entries(controlledRoutes(options)).map(([key, handler]): [string, RouteHandler] => [
    key,
    async (ctx, next) => {
      if (!hasToken(ctx, token)) return;
      ctx.set('cache-control', 'no-store');
      await handler(ctx, next);
    },
  ]);
  return routes({ ...openRoutes(options), ...Object.fromEntries(controlled) });
}

const openRoutes = ({ requestLog, faults, clock }: ControlRoutesOptions): Routes => ({
  'GET /_local/requests'(ctx) {
    ctx.body = { requests: requestLog.entries() };
  },
  'GET /_local/faults'(ctx) {
    ctx.body = { faults: faults.list() };
  },
  'GET /_local/clock'(ctx) {
    ctx.body = timeOf(clock);
  },
});

const controlledRoutes = (options: ControlRoutesOptions): Routes => {
  const { requestLog, faults, clock, control, timeline, snapshotFile } = options;
  const note = (what: string) => timeline.record({ kind: 'control', what });
  return {
    'DELETE /_local/requests'(ctx) {
      requestLog.clear();
      ctx.status = 204;
    },
    async 'POST /_local/faults'(ctx) {
      const read = await readJson(ctx);
      if (read === undefined) return;
      const parsed = parseFaults(read.json);
      if ('problem' in parsed) return refuse(ctx, 400, 'malformed', parsed.problem);
      faults.add(...parsed.faults);
      for (const { effect, path } of parsed.faults) note(`fault to come: ${effect} at ${path}`);
      ctx.body = { faults: faults.list() };
    },
    'DELETE /_local/faults'(ctx) {
      faults.clear();
      note('faults cleared');
      ctx.status = 204;
    },
    async 'POST /_local/clock'(ctx) {
      const read = await readJson(ctx);
      if (read === undefined) return;
      const move = parseClockMove(read.json, clock.now());
      if ('problem' in move) return refuse(ctx, 400, 'malformed', move.problem);
      if (!clock.moveTo(move.toMs)) return refuse(ctx, 409, 'clock-back', 'the clock goes back only with a reset');
      note(`clock moved to ${timeOf(clock).now}`);
      ctx.body = timeOf(clock);
    },
    async 'POST /_local/reset'(ctx) {
      await control.reset();
      ctx.status = 204;
    },
    'GET /_local/snapshot'(ctx) {
      ctx.body = control.takeSnapshot();
    },
    async 'PUT /_local/snapshot'(ctx) {
      const read = await readJson(ctx);
      if (read === undefined) return;
      await answering(ctx, 400, () => control.loadSnapshot(read.json));
    },
    async 'POST /_local/snapshot'(ctx) {
      if (snapshotFile === undefined) {
        return refuse(ctx, 409, 'no-snapshot-file', 'this start was given no snapshotFile: GET this address instead');
      }
      await answering(ctx, 500, () => control.saveSnapshot(snapshotFile));
    },
  };
};

async function answering(ctx: Context, refusalStatus: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    ctx.status = 204;
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    refuse(ctx, refusalStatus, error.problem, error.message);
  }
}

const timeOf = (clock: TenantClock) => ({
  now: new Date(clock.now()).toISOString(),
  aheadSeconds: Math.round(clock.aheadMs / 1000),
});
