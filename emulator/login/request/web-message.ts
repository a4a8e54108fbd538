/** `response_mode=web_message`: the answer to a silent login, posted to the page that holds the frame. */
import { createHash } from 'node:crypto';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { errorPage } from '../../pages/error.ts';
import { findClient, type TenantState } from '../../state.ts';
import { isWebOrigin, originOf } from './origins.ts';
import { toAuth0Message } from './refusal-messages.ts';

const MODE = 'web_message';
const UNSAFE = /[<>&\u2028\u2029]/g;

/**
 * Teaches the provider the mode. The message goes to the callback's origin, and only where the application lists it in
 * its web origins: another page gets an error page and no message, whatever the answer is.
 */
export function addWebMessage(provider: Provider, state: TenantState): void {
  provider.registerResponseMode(MODE, (ctx, redirectUri, payload) => {
    const client = findClient(state, ctx.oidc.client?.clientId);
    const origin = originOf(redirectUri);
    ctx.type = 'html';
    if (client === undefined || origin === undefined || !isWebOrigin(client, origin)) {
      ctx.status = 403;
      ctx.body = errorPage(
        'invalid_request',
        '((the origin of the callback is not in web_origins of the application))',
      );
      return;
    }
    const { error_description: text } = payload as { error_description?: string };
    answer(ctx, origin, text === undefined ? payload : { ...payload, error_description: toAuth0Message(text) });
  });
}

function answer(ctx: KoaContextWithOIDC, origin: string, response: object): void {
  const message = inScript({ type: 'authorization_response', response });
  const script = `(window.opener || window.parent).postMessage(${message}, ${inScript(origin)});`;
  const hash = createHash('sha256').update(script).digest('base64');
  ctx.status = 200;
  ctx.set(
    'content-security-policy',
    `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors ${origin}`,
  );
  ctx.body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Authorization response</title></head><body><script>${script}</script></body></html>`;
}

/** Returns JSON that cannot end a script element. */
const inScript = (value: unknown): string =>
  JSON.stringify(value).replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
