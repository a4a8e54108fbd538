import type { ServerResponse } from 'node:http';
import type { Context, Next } from 'koa';

const SESSION = /^auth0(\.sig)?=/;
/** Ends each cookie's name on plain http, before `.sig` if it is a signature. */
const PLAIN = '_http';
const PLAIN_NAME = /^([^=]+?)_http(\.sig)?=/;

/**
 * Makes the session's cookie reach a frame in an application's page, as Auth0's does: `SameSite=None` where it is
 * secure. On plain http browsers take no such cookie, and it stays `Lax`.
 */
export async function sessionCookie(ctx: Context, next: Next): Promise<void> {
  await next();
  const cookies = ctx.res.getHeader('set-cookie');
  if (!ctx.secure || !Array.isArray(cookies)) return;
  ctx.res.setHeader(
    'set-cookie',
    cookies.map((cookie) => (SESSION.test(cookie) ? cookie.replace(/samesite=lax/i, 'samesite=none') : cookie)),
  );
}

/**
 * Gives the cookies of plain http names of their own. Browsers keep one set of cookies for both listeners, and let no
 * answer on plain http replace a `Secure` cookie: who had used https could not log in there (RFC 6265bis, "Leave Secure
 * Cookies Alone").
 */
export async function plainCookies(ctx: Context, next: Next): Promise<void> {
  if (ctx.secure) return next();
  const { cookie } = ctx.req.headers;
  if (cookie !== undefined) ctx.req.headers.cookie = withoutSuffix(cookie);
  renameWhenSent(ctx.res);
  await next();
}

/** Those without the suffix are of an https listener, or of another program on this machine. */
const withoutSuffix = (header: string): string =>
  header
    .split(/;\s*/)
    .filter((cookie) => PLAIN_NAME.test(cookie))
    .map((cookie) => cookie.replace(PLAIN_NAME, '$1$2='))
    .join('; ');

/** The Okta orgs' answers are sent below this middleware, so it waits for no `next()`. */
function renameWhenSent(res: ServerResponse): void {
  const writeHead: unknown = Reflect.get(res, 'writeHead');
  if (typeof writeHead !== 'function') throw new TypeError('a response has no writeHead');
  Object.defineProperty(res, 'writeHead', {
    value(...head: unknown[]) {
      const cookies = res.getHeader('set-cookie');
      if (Array.isArray(cookies)) {
        res.setHeader(
          'set-cookie',
          cookies.map((cookie) => cookie.replace(/^([^=]+?)(\.sig)?=/, `$1${PLAIN}$2=`)),
        );
      }
      return Reflect.apply(writeHead, res, head);
    },
  });
}
