import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { routes } from '../routes.ts';
import type { TenantState } from '../state.ts';
import type { SessionFactors } from './methods.ts';
import { keepForOuter } from './nested-login.ts';

/**
 * Makes a new session before the resume when another user has logged in: oidc-provider would answer with a form that a
 * script submits (docs/notes/local-tenant.md#change-of-user). A login that an Action of another login began keeps that
 * login's session for its end.
 */
export const changeUser = (provider: Provider, state: TenantState, factors: SessionFactors): Middleware =>
  routes({
    async '* /authorize/:uid'(ctx, next) {
      const interaction = await provider.Interaction.find(ctx.params.uid ?? '');
      const accountId = interaction?.result?.login?.accountId;
      if (interaction === undefined || accountId === undefined) return next();

      const session = await provider.Session.get(ctx);
      const { session: origin } = interaction;
      const isOther = session.accountId !== undefined && session.accountId !== accountId;
      // A session that is not the one the login began in is for oidc-provider to refuse.
      if (isOther && (origin === undefined || origin.uid === session.uid)) {
        const uid = randomUUID();
        if (!(await keepForOuter(provider, state, { inner: interaction, session, uid }))) factors.forget(session.uid);
        Object.assign(session, { uid, authorizations: {} });
        for (const field of ['accountId', 'loginTs', 'acr', 'amr'] as const) delete session[field];
        await session.persist();
        if (origin !== undefined) {
          interaction.session = { ...origin, uid: session.uid };
          await interaction.persist();
        }
      }
      return next();
    },
  });
