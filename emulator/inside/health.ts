import type { Middleware } from 'koa';

const HEALTH_PATH = '/_local/health';

/** Answers whether the tenant is ready: a request that comes before it is waits, and finds it ready. */
export function health(domain: string): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== HEALTH_PATH || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.set('cache-control', 'no-store');
    ctx.body = { status: 'ready', domain };
  };
}
