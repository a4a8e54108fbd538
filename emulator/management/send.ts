import type { Context } from 'koa';
import type { Reply } from './reply.ts';

export function send(ctx: Context, reply: Reply): void {
  // Without a body Koa would write the text of the status, and with an empty one it answers 204.
  ctx.body = reply.body ?? null;
  ctx.status = reply.status;
  if (reply.headers !== undefined) ctx.set(reply.headers);
}
