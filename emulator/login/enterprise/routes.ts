/** The two ends of a login at a customer's own provider: where it leaves the tenant, and `/login/callback`, where it is back. */
import type { Context, Middleware } from 'koa';
import type { InteractionResults, Provider } from 'oidc-provider';
import { isVisible } from '../../delays.ts';
import { errorPage } from '../../pages/error.ts';
import { routes } from '../../routes.ts';
import { type ConnectionRecord, isoNow, type TenantState, type UserRecord } from '../../state.ts';
import { completeStep, isStepComplete } from '../completed-step.ts';
import { amrOf } from '../login-connection.ts';
import type { Interaction } from '../page-route.ts';
import { progressIn, withProgress } from '../progress.ts';
import { connectionsOfInteraction, UPSTREAM_PATH } from './discovery.ts';
import { type ProviderClients, refusalOf } from './provider-client.ts';
import { provisionUser } from './provision-user.ts';

export const CALLBACK_PATH = '/login/callback';

export const enterpriseLogin = (provider: Provider, state: TenantState, clients: ProviderClients): Middleware =>
  routes({
    [`GET ${UPSTREAM_PATH}`]: (ctx) => leave(ctx, provider, state, clients),
    [`GET ${CALLBACK_PATH}`]: (ctx) => comeBack(ctx, provider, state, clients),
  });

async function leave(ctx: Context, provider: Provider, state: TenantState, clients: ProviderClients): Promise<void> {
  const interaction = await waitingLogin(provider, ctx.query.state);
  if (interaction === undefined) return refuse(ctx);
  const { identifier, connectionId } = progressIn(interaction.lastSubmission);
  const { connection: name, login_hint } = interaction.params;
  const { usable, discoverable } = connectionsOfInteraction(state, interaction);
  const connection =
    connectionId === undefined
      ? usable.find((row) => row.name === name)
      : discoverable.find(({ id }) => id === connectionId);
  if (connection === undefined || !works(state, connection)) {
    const error_description = 'no connections enabled for the client';
    return finish(ctx, interaction, { error: 'invalid_request', error_description });
  }
  try {
    const hint = identifier ?? (typeof login_hint === 'string' ? login_hint : undefined);
    const { url, leg } = await clients.begin(connection, interaction.uid, hint);
    interaction.lastSubmission = withProgress(interaction.lastSubmission, { providerLeg: leg });
    await interaction.save(secondsLeft(state, interaction));
    ctx.redirect(url.href);
  } catch (error) {
    await finish(ctx, interaction, refusalOf(error));
  }
}

/**
 * Handles the return from a provider. The state names the login and, by its second half, this one redirect; the resume
 * checks that the browser is the same.
 */
async function comeBack(ctx: Context, provider: Provider, state: TenantState, clients: ProviderClients): Promise<void> {
  const given = typeof ctx.query.state === 'string' ? ctx.query.state : '';
  const interaction = await waitingLogin(provider, given.split('.')[0]);
  const { providerLeg: leg } = progressIn(interaction?.lastSubmission);
  if (interaction === undefined || leg === undefined || leg.state !== given) return refuse(ctx);
  interaction.lastSubmission = withProgress(interaction.lastSubmission, { providerLeg: undefined });
  const { usable, discoverable } = connectionsOfInteraction(state, interaction);
  const connection = [...usable, ...discoverable].find(({ id }) => id === leg.connectionId);
  try {
    if (connection === undefined) throw new Error('the connection is gone');
    const says = await clients.complete(connection, leg, ctx.search);
    const user = provisionUser(state, connection, says);
    await finish(ctx, interaction, loginOf(state, connection, user));
  } catch (error) {
    await finish(ctx, interaction, refusalOf(error));
  }
}

/** A new connection takes a while (docs/notes/express-configuration.md#new-connections-take-minutes). */
const works = (state: TenantState, { id }: ConnectionRecord): boolean =>
  state.expressConnections.every((row) => row.connection_id !== id || isVisible(state, row));

function loginOf(state: TenantState, connection: ConnectionRecord, user: UserRecord): InteractionResults {
  if (user.blocked) return { error: 'unauthorized', error_description: 'user is blocked' };
  user.logins_count += 1;
  user.last_login = isoNow(state);
  const ts = Math.floor(state.clock() / 1000);
  return { login: { accountId: user.user_id, amr: amrOf('federated', connection), ts, remember: false } };
}

async function finish(ctx: Context, interaction: Interaction, results: InteractionResults): Promise<void> {
  ctx.redirect(await completeStep(interaction, { ...interaction.lastSubmission, ...results }));
}

/** Returns a login that waits for the user to log in. */
async function waitingLogin(provider: Provider, uid: unknown): Promise<Interaction | undefined> {
  const interaction = typeof uid === 'string' ? await provider.Interaction.find(uid) : undefined;
  const isWaiting = interaction !== undefined && !isStepComplete(interaction) && interaction.prompt.name === 'login';
  return isWaiting ? interaction : undefined;
}

const secondsLeft = (state: TenantState, { exp }: Interaction): number => exp - Math.floor(state.clock() / 1000);

function refuse(ctx: Context): void {
  ctx.status = 400;
  ctx.type = 'html';
  ctx.body = errorPage('invalid_request', '((no login waits for this: its state is unknown, used or has expired))');
}
