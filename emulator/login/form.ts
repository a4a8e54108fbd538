import type { Context } from 'koa';

const MAX_BODY_BYTES = 64 * 1024;

/** The request's body as text; throws a 413 beyond 64 kB, once all of it has come: the connection serves other requests. */
export async function readText(ctx: Context): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) ctx.throw(413, 'request entity too large');
  return Buffer.concat(chunks).toString('utf8');
}

export const readForm = async (ctx: Context): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await readText(ctx)));
