import type { Middleware } from 'koa';
import { routes } from '../routes.ts';

/** Answers whether the tenant is ready: a request that comes before it is waits, and finds it ready. */
export const health = (domain: string): Middleware =>
  routes({
    'GET|HEAD /_local/health'(ctx) {
      ctx.set('cache-control', 'no-store');
      ctx.body = { status: 'ready', domain };
    },
  });
