import type { Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { errorPage } from '../pages/error.ts';
import { routes } from '../routes.ts';
import { completeStep, isStepComplete } from './completed-step.ts';
import { readForm } from './form.ts';
import { progressIn, withProgress } from './progress.ts';

/**
 * Auth0's `/continue`: where the user comes back, with `state`, from where an Action sent them. Open only to a login that
 * waits for it, and once; what another browser brings there is dropped by the resume that it leads to (`completed-step.ts`;
 * customize/actions/redirect-with-actions).
 */
export const continueLogin = (provider: Provider): Middleware =>
  routes({
    async 'GET|POST /continue'(ctx) {
      const query = Object.fromEntries(new URLSearchParams(ctx.querystring));
      const body = ctx.method === 'POST' ? await readForm(ctx) : {};
      const uid = body.state ?? query.state;
      const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
      const { redirectUrl } = progressIn(interaction?.lastSubmission);
      if (interaction === undefined || isStepComplete(interaction) || redirectUrl === undefined) {
        ctx.status = 400;
        ctx.type = 'html';
        ctx.body = errorPage(
          'invalid_request',
          '((no login waits for this: its state is unknown, used or has expired))',
        );
        return;
      }
      const continued = { method: ctx.method, query, body };
      ctx.status = 303;
      ctx.redirect(await completeStep(interaction, withProgress(interaction.lastSubmission, { continued })));
    },
  });
