import type { Context, Middleware } from 'koa';
import { type Fault, parseFaults } from './faults/fault.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { readBody } from './management/read-body.ts';
import type { RequestLog } from './management/request-log.ts';

/** `/_local/requests` and `/_local/faults`: the request log and the failures to come, for other processes. */
export function controlRoutes(requestLog: RequestLog, faults: FaultPlan): Middleware {
  return async (ctx, next) => {
    switch (`${ctx.method} ${ctx.path}`) {
      case 'GET /_local/requests':
        ctx.body = { requests: requestLog.entries() };
        return;
      case 'DELETE /_local/requests':
        requestLog.clear();
        ctx.status = 204;
        return;
      case 'POST /_local/faults': {
        const added = await readFaults(ctx);
        if ('problem' in added) {
          ctx.status = 400;
          ctx.body = `((${added.problem}))`;
          return;
        }
        faults.add(...added.faults);
        ctx.body = { faults: faults.list() };
        return;
      }
      case 'GET /_local/faults':
        ctx.body = { faults: faults.list() };
        return;
      case 'DELETE /_local/faults':
        faults.clear();
        ctx.status = 204;
        return;
      default:
        return next();
    }
  };
}

async function readFaults(ctx: Context): Promise<{ faults: Fault[] } | { problem: string }> {
  // A web page can send other types to another origin without asking; this one it can't.
  if (!ctx.is('application/json')) return { problem: 'the body must be application/json' };
  const read = await readBody(ctx.req);
  return 'refusal' in read ? { problem: 'the body is not JSON' } : parseFaults(read.body);
}
