import { METHODS } from 'node:http';
import { Router } from '@koa/router';
import type { Context, Middleware, Next } from 'koa';

/** Represents a request whose path matches a route; `params` are decoded. */
export type RouteContext = Context & { params: Record<string, string> };

/** Answers a request, or calls `next` to pass it on. */
export type RouteHandler = (ctx: RouteContext, next: Next) => unknown;

/**
 * Handlers by method and path: `GET /u/consent`, `GET|POST /continue`, `* /v2/logout` for every method. `:name` is one
 * part of a path, `*name` the rest of it, `{…}` may be missing.
 */
export type Routes = Readonly<Record<string, RouteHandler>>;

/**
 * Returns the middleware that answers these routes and passes every other request on. `GET` alone does not answer `HEAD`.
 *
 * @param match `exactly`: case and a slash at the end count. `as oidc-provider`: they do not, as in its own router.
 */
export function routes(table: Routes, match: 'exactly' | 'as oidc-provider' = 'exactly'): Middleware {
  const router = new Router({ sensitive: match === 'exactly', strict: match === 'exactly' });
  for (const [key, handler] of Object.entries(table)) {
    const [methods = '', path = ''] = key.split(' ');
    const named = methods === '*' ? METHODS : methods.split('|');
    const layer = router.register(path, named, async (ctx, next) => {
      // It asks of a context only what Koa's has, and adds the parameters itself.
      await handler(ctx as unknown as RouteContext, next);
    });
    layer.methods = layer.methods.filter((method) => named.includes(method));
  }
  return router.routes() as unknown as Middleware;
}

/** Returns the path as a route that matches just it, whatever signs of a pattern are in it. */
export const literally = (path: string): string => path.replaceAll(/[{}()[\]+?!:*\\]/g, '\\$&');
