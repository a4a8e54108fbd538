import type { Middleware } from 'koa';
import { type RouteHandler, routes } from '../routes.ts';

/** Describes a request to the Management API or for a token, without secrets. */
export interface RequestLogEntry {
  /** When it ended, in epoch milliseconds. */
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** `null` where no answer reached the client. */
  readonly status: number | null;
  /** Any method of the Management API but GET, whether it succeeded or not. */
  readonly write: boolean;
  /** The effect of the fault that befell it. */
  readonly fault?: string;
}

export interface RequestLog {
  record(entry: RequestLogEntry): void;
  /** Newest last. */
  entries(): RequestLogEntry[];
  clear(): void;
}

const KEPT_ENTRIES = 10_000;

export function createRequestLog(): RequestLog {
  const kept: RequestLogEntry[] = [];
  return {
    record(entry) {
      kept.push(entry);
      if (kept.length > KEPT_ENTRIES) kept.shift();
    },
    entries: () => [...kept],
    clear: () => {
      kept.length = 0;
    },
  };
}

/** Called with a request after it has been carried out; the answer waits for it. */
export type RequestListener = (entry: RequestLogEntry) => Promise<void> | void;

export function logRequests(log: RequestLog, clock: () => number, onRequest?: RequestListener): Middleware {
  const logged =
    (isManagement: boolean): RouteHandler =>
    async (ctx, next) => {
      await next();
      const { method, path } = ctx;
      const entry: RequestLogEntry = {
        atMs: clock(),
        method,
        path,
        status: ctx.respond === false ? null : ctx.status,
        write: isManagement && method !== 'GET',
        ...(ctx.state.fault === undefined ? {} : { fault: ctx.state.fault }),
      };
      log.record(entry);
      await onRequest?.(entry);
    };
  return routes({ '* /api/v2/{*rest}': logged(true), '* /oauth/token': logged(false) });
}
