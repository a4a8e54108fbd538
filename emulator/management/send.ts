import type { Context } from 'koa';
import type { Reply } from './reply.ts';

export function send(ctx: Context, reply: Reply): void {
  ctx.status = reply.status;
  if (reply.headers !== undefined) ctx.set(reply.headers);
  if (reply.body !== undefined) ctx.body = reply.body;
}
