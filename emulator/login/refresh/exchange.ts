/** The grant type `refresh_token` at `/oauth/token`, post-login Actions included (use-refresh-tokens). */

import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import { editedMetadata } from '../../runtime/metadata-edits.ts';
import type { FlowOutcome } from '../../runtime/outcome.ts';
import { isOidcScope } from '../../runtime/scope.ts';
import { splitList } from '../../runtime/split-list.ts';
import { editTargetScopes } from '../../runtime/target-scopes.ts';
import { findClient, findOrganization, findUser, isMember, isoNow } from '../../state.ts';
import { accountOf } from '../account.ts';
import type { ActionsRuntime } from '../actions-runtime.ts';
import { type Audiences, findApi, resourceIndicators, toResource } from '../audience.ts';
import { allowedScopes, detailsOf } from '../grant.ts';
import { runExchangeActions } from './exchange-actions.ts';
import type { Exchange } from './exchange-parties.ts';
import { findToken, isReused, type PresentedToken, revoke, rotate } from './families.ts';
import { isExpired, lifetimeOf, settingsOf } from './lifetime.ts';
import { refusal, unknownToken } from './refusals.ts';

type Parameters = { refresh_token?: string; scope?: string };
type ExchangeContext = TokenEndpointGrantContext<Parameters>;

/** Teaches the provider the exchange in Auth0's way, in place of oidc-provider's own. */
export function addRefreshTokenGrant(provider: Provider, runtime: ActionsRuntime, audiences: Audiences): void {
  const { state } = runtime;
  const resources = resourceIndicators(state, audiences);

  provider.registerGrantType<Parameters>(
    'refresh_token',
    async (ctx) => {
      const exchange = findExchange(ctx, runtime);
      const outcome = await runExchangeActions(ctx, runtime, exchange);
      // An Action may have taken its time: by now the token may be used or revoked, and the user blocked or no member.
      await answer(ctx, findExchange(ctx, runtime), outcome);
    },
    ['refresh_token', 'scope'],
  );

  async function answer(ctx: ExchangeContext, exchange: Exchange, outcome: FlowOutcome): Promise<void> {
    const { presented, client } = exchange;
    const { family } = presented;
    const resource = family.audience === undefined ? undefined : toResource(family.audience);
    // Throws if the API no longer exists, before anything changes.
    const info = resource && resources.getResourceServerInfo(ctx, resource, ctx.oidc.client);
    const scope = grantedScope(exchange, outcome);
    // Before anything asynchronous: no other request may take the same token in between.
    const refresh_token = rotate(state, presented, client);
    noteExchange(ctx, exchange, outcome);

    const grant = new provider.Grant({ accountId: family.user_id, clientId: client.client_id });
    grant.addOIDCScope(scope.filter(isOidcScope));
    if (resource !== undefined) grant.addResourceScope(resource, scope);
    const subject = {
      userId: family.user_id,
      api: findApi(state, family.audience),
      organization: findOrganization(state, family.org_id),
    };
    Object.assign(grant, { auth0: detailsOf(state, outcome, subject) });
    await grant.save();
    ctx.oidc.entity('Grant', grant);

    const token = new provider.AccessToken({
      accountId: family.user_id,
      client: ctx.oidc.client,
      grantId: grant.jti,
      gty: 'refresh_token',
      sessionUid: family.session_id,
      scope: scope.join(' '),
      ...(resource && info && { resourceServer: new provider.ResourceServer(resource, info) }),
    });
    ctx.oidc.entity('AccessToken', token);
    const access_token = await token.save();
    const id_token = scope.includes('openid') ? await idToken(ctx, exchange, scope) : undefined;
    ctx.body = {
      access_token,
      expires_in: token.expiration,
      ...(id_token === undefined ? {} : { id_token }),
      ...(refresh_token === undefined ? {} : { refresh_token }),
      scope: scope.join(' '),
      token_type: 'Bearer',
    };
  }

  /** Records the exchange: the idle lifetime of the family begins anew. */
  function noteExchange(ctx: ExchangeContext, { presented: { family }, client }: Exchange, outcome: FlowOutcome): void {
    const lifetime = lifetimeOf(settingsOf(client), state.clock(), outcome.refreshToken, family);
    delete family.expires_at;
    delete family.idle_expires_at;
    Object.assign(family, lifetime, {
      last_exchanged_at: isoNow(state),
      refresh_token_metadata: editedMetadata(family.refresh_token_metadata, outcome.refreshToken?.metadata),
      device: { ...family.device, last_ip: ctx.ip, last_user_agent: ctx.get('user-agent') },
    });
  }

  /** Returns the scopes that the user consented to, that the request asks for, and that RBAC allows now. */
  function grantedScope({ presented: { family }, scope }: Exchange, { targetScopeEdits }: FlowOutcome): string[] {
    const api = findApi(state, family.audience);
    const allowed = api === undefined ? [] : allowedScopes(state, api, family.user_id, family.org_id);
    const target = editTargetScopes(scope, targetScopeEdits).filter((item) => family.scope.includes(item));
    return target.filter((item) => isOidcScope(item) || allowed.includes(item));
  }

  async function idToken(ctx: ExchangeContext, { presented: { family } }: Exchange, scope: string[]): Promise<string> {
    const token = new provider.IdToken({ ...accountOf(state, family.user_id)?.claims() }, { ctx });
    Object.assign(token, { scope: scope.filter(isOidcScope).join(' '), mask: {}, rejected: [] });
    token.set('sid', family.session_id);
    return token.issue({ use: 'idtoken' });
  }
}

/** Checks what is presented; throws what Auth0 answers, and ends the family of a token that was used before. */
function findExchange(ctx: ExchangeContext, runtime: ActionsRuntime): Exchange {
  const { state } = runtime;
  const { params } = ctx.oidc;
  if (params.refresh_token === undefined) throw new errors.InvalidRequest('Missing required parameter: refresh_token');
  const presented = findToken(state, params.refresh_token);
  const client = findClient(state, ctx.oidc.client.clientId);
  if (presented === undefined || client === undefined || presented.family.client_id !== client.client_id)
    throw unknownToken();
  if (!client.grant_types?.includes('refresh_token')) {
    throw new errors.UnauthorizedClient('requested grant type is not allowed for this client');
  }
  const { family } = presented;
  const user = findUser(state, family.user_id);
  const account = accountOf(state, family.user_id);
  if (account !== undefined) ctx.oidc.entity('Account', account);
  if (user === undefined || isExpired(family, state.clock())) throw unknownToken();
  if (isReused(presented, client, state.clock())) throw endFamily(ctx, runtime, presented);
  if (user.blocked) throw refusal('invalid_grant', '((user is blocked))');
  if (family.org_id !== undefined && !isMember(state, family.org_id, user.user_id)) {
    throw refusal('invalid_grant', `((user ${user.user_id} is not part of the ${family.org_id} organization))`);
  }
  const asked = splitList(params.scope);
  const scope = asked.length === 0 ? family.scope : family.scope.filter((item) => asked.includes(item));
  return { presented, client, user, scope };
}

/** Ends the family (automatic reuse detection): whether the application or a thief used the token first is unknown. */
function endFamily(ctx: ExchangeContext, { state }: ActionsRuntime, { family }: PresentedToken): Error {
  revoke(state, (row) => row === family);
  ctx.state.reusedToken = true;
  return unknownToken();
}
