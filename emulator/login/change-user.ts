import { randomUUID } from 'node:crypto';
import type { Context, Next } from 'koa';
import type { Provider } from 'oidc-provider';
import type { SessionFactors } from './methods.ts';

const RESUME = /^\/authorize\/([^/]+)$/;

/**
 * Makes a new session before the resume when another user has logged in: oidc-provider would answer with a form that a
 * script submits (docs/notes/local-tenant.md#change-of-user).
 */
export function changeUser(provider: Provider, factors: SessionFactors) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const uid = RESUME.exec(ctx.path)?.[1];
    const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
    const accountId = interaction?.result?.login?.accountId;
    if (interaction === undefined || accountId === undefined) return next();

    const session = await provider.Session.get(ctx);
    const { session: origin } = interaction;
    const isOther = session.accountId !== undefined && session.accountId !== accountId;
    // A session that is not the one the login began in is for oidc-provider to refuse.
    if (isOther && (origin === undefined || origin.uid === session.uid)) {
      factors.forget(session.uid);
      Object.assign(session, { uid: randomUUID(), authorizations: {} });
      for (const field of ['accountId', 'loginTs', 'acr', 'amr'] as const) delete session[field];
      await session.persist();
      if (origin !== undefined) {
        interaction.session = { ...origin, uid: session.uid };
        await interaction.persist();
      }
    }
    return next();
  };
}
