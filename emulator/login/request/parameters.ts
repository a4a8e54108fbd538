import type { Context, Middleware, Next } from 'koa';
import { routes } from '../../routes.ts';
import type { TenantState } from '../../state.ts';
import { readText, replaceForm } from '../form.ts';
import { rememberForm } from '../sent-parameters.ts';

const ONLY_WITH_OPENID = ['nonce', 'max_age', 'acr_values', 'id_token_hint'];
/** Lists the tenant's own parameters, which no client sets: see `sent-parameters.ts`. */
const OWN = ['_asked', '_request'];
const KNOWN_PROMPTS = ['none', 'login', 'consent'];

/**
 * Takes out of a request for a login, in its address or its form, what oidc-provider refuses and Auth0 ignores: OIDC's
 * parameters without the scope `openid`, and prompts it does not know
 * (docs/notes/local-tenant.md#parameters-without-openid). It reads `resource` as the tenant's setting says.
 */
export function normaliseParameters(state: TenantState): Middleware {
  const { unknowns } = state;
  const ignored = unknowns.idTokenHint === 'ignored' ? [...OWN, 'id_token_hint'] : OWN;
  async function normalise(ctx: Context, next: Next): Promise<void> {
    // A HEAD is answered as a GET is.
    ctx.querystring = normalised(audienceAlone(new URLSearchParams(ctx.querystring), state), ignored).toString();
    if (ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded')) {
      const sent = new URLSearchParams(await readText(ctx));
      rememberForm(ctx, without(OWN, sent));
      replaceForm(ctx, normalised(audienceAlone(sent, state), ignored));
    }
    await next();
  }
  return routes({ '* /authorize': normalise, '* /oauth/par': normalise });
}

/**
 * Removes `resource`. It names an API only under the profile `compatibility`, and if there is no `audience` (PATCH
 * /tenants/settings).
 */
function audienceAlone(parameters: URLSearchParams, { settings }: TenantState): URLSearchParams {
  const kept = without(['resource'], parameters);
  const resource = parameters.get('resource');
  const counts = settings.resource_parameter_profile === 'compatibility' && !parameters.get('audience');
  if (counts && resource !== null) kept.set('audience', resource);
  return kept;
}

function without(names: readonly string[], parameters: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(parameters);
  for (const name of names) kept.delete(name);
  return kept;
}

function normalised(parameters: URLSearchParams, ignored: readonly string[]): URLSearchParams {
  const kept = without(ignored, parameters);
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
