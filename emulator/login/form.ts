import { Readable } from 'node:stream';
import type { Context, Next } from 'koa';
import { routes } from '../routes.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** The request's body as text; throws a 413 beyond 64 kB, once all of it has come: the connection serves other requests. */
export async function readText(ctx: Context): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A replaced body has `iterator` only.
  for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) ctx.throw(413, 'request entity too large');
  return Buffer.concat(chunks).toString('utf8');
}

export const readForm = async (ctx: Context): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await readText(ctx)));

/** Replaces a body that was read by these fields: the stream is at its end, and oidc-provider reads a form. */
export function replaceForm(ctx: Context, fields: Iterable<[string, string]>): void {
  const form = Buffer.from(new URLSearchParams([...fields]).toString());
  ctx.req.headers['content-type'] = 'application/x-www-form-urlencoded';
  ctx.req.headers['content-length'] = String(form.length);
  const read = { value: () => Readable.from([form]) };
  // The next reader may be oidc-provider, or `readText` once more.
  const iterate = { value: () => read.value()[Symbol.asyncIterator]() };
  ctx.req = Object.create(ctx.req, { readable: { value: true }, iterator: read, [Symbol.asyncIterator]: iterate });
}

async function readJsonAsForm(ctx: Context, next: Next): Promise<void> {
  if (!ctx.is('application/json')) return next();
  const fields = jsonFields(await readText(ctx));
  if (fields !== undefined) {
    replaceForm(ctx, fields);
    return next();
  }
  ctx.status = 400;
  ctx.body = { error: 'invalid_request', error_description: 'the body is not a JSON object' };
}

/**
 * Takes JSON where Auth0 takes it besides a form: hands it on as the form that oidc-provider reads
 * (docs/notes/local-tenant.md#json-bodies).
 */
export const acceptJson = routes({
  'POST /oauth/token': readJsonAsForm,
  'POST /oauth/revoke': readJsonAsForm,
  'POST /oauth/par': readJsonAsForm,
});

function jsonFields(text: string): [string, string][] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return Object.entries(parsed).map(([name, value]) => [name, String(value)]);
  } catch {
    return undefined;
  }
}
