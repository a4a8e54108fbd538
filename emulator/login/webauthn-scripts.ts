import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Context, Next } from 'koa';
import { WEBAUTHN_SCRIPTS } from '../pages/webauthn.ts';

const [BUNDLE, CEREMONY] = WEBAUTHN_SCRIPTS;

/** The package exports its modules only; the bundle lies beside them. */
const bundleFile = join(
  createRequire(import.meta.url).resolve('@simplewebauthn/browser'),
  '../../dist/bundle/index.umd.min.js',
);

const FILES = new Map<string, string>([
  [BUNDLE, bundleFile],
  [CEREMONY, join(import.meta.dirname, '../pages/ceremony.client.js')],
]);

/** The two scripts of the WebAuthn pages. */
export async function webauthnScripts(ctx: Context, next: Next): Promise<void> {
  const file = FILES.get(ctx.path);
  if (file === undefined || ctx.method !== 'GET') return next();
  ctx.type = 'text/javascript';
  ctx.set('x-content-type-options', 'nosniff');
  ctx.body = await readFile(file, 'utf8');
}
