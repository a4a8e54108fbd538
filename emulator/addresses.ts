import type { Context, Middleware, Next } from 'koa';

/**
 * Keeps published addresses that this machine serves itself: the tenant's own, and those of sample applications, which
 * are below a path here. No request for them leaves the machine.
 */
export class Addresses {
  readonly #paths = new Map<string, string>();

  /** @param path where the origin's `/` is here, without a slash at its end. */
  serve(origin: string, path: string): void {
    this.#paths.set(origin, path);
  }

  /** The path here of an address, or `undefined` for one that is served elsewhere. */
  pathOf(address: string): string | undefined {
    if (!URL.canParse(address)) return undefined;
    const { origin, pathname, search } = new URL(address);
    const path = this.#paths.get(origin);
    return path === undefined ? undefined : path + pathname + search;
  }
}

/** Redirects to an address that is served here stay on the listener they were asked of: no certificate warning, no internet. */
export const redirectLocally = (addresses: Addresses): Middleware =>
  async function stay(ctx: Context, next: Next): Promise<void> {
    await next();
    const path = addresses.pathOf(ctx.response.get('location'));
    if (path !== undefined) ctx.set('location', `${ctx.protocol}://${ctx.host}${path}`);
  };
