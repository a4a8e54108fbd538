import type { Context, Next } from 'koa';
import type { Provider } from 'oidc-provider';
import { errorPage } from '../pages/error.ts';
import type { TenantState } from '../state.ts';
import { readForm } from './form.ts';
import { progressIn, withProgress } from './progress.ts';

/**
 * Auth0's `/continue`: where the user comes back, with `state`, from where an Action sent them. Open only to a login that
 * waits for it, and once; which browser it is, is checked by the resume it leads to (customize/actions/redirect-with-actions).
 */
export function continueLogin(provider: Provider, state: TenantState) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (ctx.path !== '/continue' || (ctx.method !== 'GET' && ctx.method !== 'POST')) return next();
    const query = Object.fromEntries(new URLSearchParams(ctx.querystring));
    const body = ctx.method === 'POST' ? await readForm(ctx) : {};
    const uid = body.state ?? query.state;
    const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
    const { redirectUrl } = progressIn(interaction?.lastSubmission);
    if (interaction === undefined || interaction.result !== undefined || redirectUrl === undefined) {
      ctx.status = 400;
      ctx.type = 'html';
      ctx.body = errorPage('invalid_request', '((no login waits for this: its state is unknown, used or has expired))');
      return;
    }
    interaction.result = withProgress(interaction.lastSubmission, {
      continued: { method: ctx.method, query, body },
    });
    await interaction.save(interaction.exp - Math.floor(state.clock() / 1000));
    ctx.status = 303;
    ctx.redirect(interaction.returnTo);
  };
}
