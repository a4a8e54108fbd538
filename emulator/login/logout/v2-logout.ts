import type { Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { errorPage, signedOutPage } from '../../pages/error.ts';
import { routes } from '../../routes.ts';
import { type ClientRecord, findClient, type TenantState } from '../../state.ts';
import { writeLog } from '../../tenant-log.ts';
import { isAddress } from '../client-metadata.ts';
import type { Sessions } from './sessions.ts';

/**
 * Auth0's `/v2/logout`: ends the browser's session, then goes to an allowed `returnTo`. Without one it goes to the first
 * logout address of the application that is named (Auth0 docs, "Redirect users after logout").
 */
export const logout = (provider: Provider, state: TenantState, sessions: Sessions): Middleware =>
  routes({
    async '* /v2/logout'(ctx) {
      ctx.type = 'html';
      const { client_id, returnTo } = ctx.query;
      const client = typeof client_id === 'string' ? findClient(state, client_id) : undefined;
      // The tenant's addresses count where no application is named (same page).
      const from = client_id === undefined ? state.settings : client;
      const allowed = from?.allowed_logout_urls ?? [];
      if (returnTo !== undefined && (typeof returnTo !== 'string' || !isAllowed(returnTo, allowed))) {
        ctx.status = 400;
        ctx.body = errorPage(
          'invalid_request',
          `The "returnTo" querystring parameter "${String(returnTo)}" is not defined as a valid URL`,
        );
        return;
      }
      const session = await provider.Session.get(ctx);
      writeLog(state, ctx, { type: 'slo', clientId: client?.client_id, userId: session.accountId });
      if (session.accountId !== undefined) await sessions.end(session, 'rp-logout');
      ctx.cookies.set('auth0', null);
      const target = returnTo ?? firstOf(client);
      if (target === undefined) ctx.body = signedOutPage();
      else ctx.redirect(target);
    },
  });

/** Returns the application's first logout address, unless it is a placeholder or a script. */
function firstOf(client: ClientRecord | undefined): string | undefined {
  const [first] = client?.allowed_logout_urls ?? [];
  return first !== undefined && isAddress(first) && !/[*{]/.test(first) ? first : undefined;
}

/** Returns whether the address is listed and leads to a page. */
const isAllowed = (returnTo: string, allowed: readonly string[]): boolean =>
  isAddress(returnTo) && allowed.some((url) => compared(url) === compared(returnTo));

/**
 * Returns the part of an address that Auth0 compares: no query, no fragment, scheme and host in any case, the path
 * unchanged (same page).
 */
const compared = (url: string): string =>
  url.replace(/[?#].*$/s, '').replace(/^[^:]+:\/\/[^/]*/, (origin) => origin.toLowerCase());
