import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Context } from 'koa';
import { WEBAUTHN_SCRIPTS } from '../pages/webauthn.ts';
import { routes } from '../routes.ts';

const [BUNDLE, CEREMONY] = WEBAUTHN_SCRIPTS;

/** The package exports its modules only; the bundle is in the same folder. */
const bundleFile = join(
  createRequire(import.meta.url).resolve('@simplewebauthn/browser'),
  '../../dist/bundle/index.umd.min.js',
);

/** Serves the two scripts of the WebAuthn pages. */
export const webauthnScripts = routes({
  [`GET ${BUNDLE}`]: (ctx) => sendScript(ctx, bundleFile),
  [`GET ${CEREMONY}`]: (ctx) => sendScript(ctx, join(import.meta.dirname, '../pages/ceremony.client.js')),
});

async function sendScript(ctx: Context, file: string): Promise<void> {
  ctx.type = 'text/javascript';
  ctx.set('x-content-type-options', 'nosniff');
  ctx.body = await readFile(file, 'utf8');
}
