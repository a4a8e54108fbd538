import { once } from 'node:events';
import type { Middleware } from 'koa';
import { serverError, tooManyRequests, unauthorized } from '../management/reply.ts';
import { send } from '../management/send.ts';
import type { FaultPlan } from './fault-plan.ts';

/** Lets the faults that are due befall their requests. The emulator's own routes are spared. */
export function injectFaults(plan: FaultPlan, clock: () => number): Middleware {
  return async (ctx, next) => {
    const fault = ctx.path.startsWith('/_local/') ? undefined : plan.strike(ctx.method, ctx.path);
    if (fault === undefined) return next();
    ctx.state.fault = fault.effect;
    switch (fault.effect) {
      case 'too-many-requests': {
        const retryAfterSeconds = fault.retryAfterSeconds ?? 1;
        return send(ctx, tooManyRequests({ limit: 10, retryAfterSeconds, nowMs: clock() }));
      }
      case 'server-error':
        return send(ctx, serverError(fault.status ?? 500));
      case 'expired-token':
        return send(ctx, unauthorized('Expired token received for JSON Web Token validation'));
      case 'hang':
        ctx.respond = false;
        await once(ctx.res, 'close');
        return;
      case 'drop-before':
        ctx.respond = false;
        ctx.req.socket.destroy();
        return;
      case 'drop-after':
        await next();
        ctx.respond = false;
        ctx.req.socket.destroy();
    }
  };
}
