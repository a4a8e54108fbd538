import type { Context, Next } from 'koa';

const SESSION = /^auth0(\.sig)?=/;

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
