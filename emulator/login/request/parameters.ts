import type { Context, Next } from 'koa';
import { routes } from '../../routes.ts';
import { readText, replaceForm } from '../form.ts';

const ONLY_WITH_OPENID = ['nonce', 'max_age', 'acr_values', 'id_token_hint'];
/** The tenant's own, which no client sets: see `asked.ts`. */
const OWN = ['_asked', '_request'];
const KNOWN_PROMPTS = ['none', 'login', 'consent'];

async function normalise(ctx: Context, next: Next): Promise<void> {
  // A HEAD is answered as a GET is.
  ctx.querystring = normalised(new URLSearchParams(ctx.querystring)).toString();
  if (ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded')) {
    replaceForm(ctx, normalised(new URLSearchParams(await readText(ctx))));
  }
  await next();
}

/**
 * Takes out of a request for a login, in its address or its form, what oidc-provider refuses and Auth0 ignores: OIDC's
 * parameters without the scope `openid`, and prompts it does not know
 * (docs/notes/local-tenant.md#parameters-without-openid).
 */
export const normaliseParameters = routes({ '* /authorize': normalise, '* /oauth/par': normalise });

function normalised(parameters: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(parameters);
  for (const name of OWN) kept.delete(name);
  const [scope = '', ...more] = parameters.getAll('scope');
  const hasOpenid = more.length === 0 && scope.split(' ').includes('openid');
  if (!hasOpenid) for (const name of ONLY_WITH_OPENID) kept.delete(name);
  const [prompt, ...others] = parameters.getAll('prompt');
  if (prompt === undefined || others.length > 0) return kept;
  // Auth0's `select_account` leads to the login page too.
  const words = prompt.split(' ').map((word) => (word === 'select_account' ? 'login' : word));
  const known = words.filter((word) => KNOWN_PROMPTS.includes(word));
  if (known.length > 0) kept.set('prompt', known.join(' '));
  else kept.delete('prompt');
  return kept;
}
