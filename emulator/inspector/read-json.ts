import type { Context } from 'koa';
import { refuse } from './guard.ts';

/** Far more than a tenant holds; a snapshot is larger than any request to the Management API. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/** Returns the request's JSON; if there is none, answers the request and returns nothing. */
export async function readJson(ctx: Context): Promise<{ json: unknown } | undefined> {
  // A web page can send other types to another origin without asking; this one it can't.
  if (!ctx.is('application/json')) {
    refuse(ctx, 400, 'not-json', 'the body must be application/json');
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of ctx.req) {
    bytes += chunk.length;
    if (bytes <= LIMIT_BYTES) chunks.push(chunk);
  }
  if (bytes > LIMIT_BYTES) {
    refuse(ctx, 413, 'too-large', `the body has more than ${LIMIT_BYTES} bytes`);
    return undefined;
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    refuse(ctx, 400, 'not-json', 'the body is not JSON');
    return undefined;
  }
}
