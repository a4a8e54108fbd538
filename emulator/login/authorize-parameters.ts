import type { Context, Next } from 'koa';

const ONLY_WITH_OPENID = ['nonce', 'max_age', 'acr_values', 'id_token_hint'];
const KNOWN_PROMPTS = ['none', 'login', 'consent'];

/** oidc-provider refuses OIDC parameters without `openid` and prompts it does not know; Auth0 ignores them. */
export async function normaliseAuthorize(ctx: Context, next: Next): Promise<void> {
  if (ctx.path === '/authorize') {
    const query = { ...ctx.query };
    const { scope, prompt } = query;
    const hasOpenid = typeof scope === 'string' && scope.split(' ').includes('openid');
    if (!hasOpenid) for (const name of ONLY_WITH_OPENID) delete query[name];
    if (typeof prompt === 'string') {
      // Auth0's `select_account` leads to the login page too.
      const words = prompt.split(' ').map((word) => (word === 'select_account' ? 'login' : word));
      const known = words.filter((word) => KNOWN_PROMPTS.includes(word));
      if (known.length > 0) query.prompt = known.join(' ');
      else delete query.prompt;
    }
    ctx.query = query;
  }
  await next();
}
