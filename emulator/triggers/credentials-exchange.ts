/** The trigger credentials-exchange: when a client gets a token for itself. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Command } from '../runtime/command.ts';
import { clientPart, requestPart } from '../runtime/event-parts.ts';
import { emptyOutcome, type FlowOutcome, foldCommands } from '../runtime/outcome.ts';
import { settableClaims } from '../runtime/reserved-claims.ts';
import { splitList } from '../runtime/split-list.ts';
import { editTargetScopes } from '../runtime/target-scopes.ts';
import type { CredentialsExchangeEvent } from '../runtime/triggers/events.ts';
import { type ClientRecord, findClient, type JsonObject } from '../state.ts';
import { runTrigger, type TriggerRuntime } from './run-trigger.ts';

/** Describes a token that is about to be issued. Its scope is what the client grant and the request leave. */
export interface ExchangedToken {
  kind: string;
  scope?: string | undefined;
  resourceServer?: { audience?: string | undefined; scope?: string | undefined } | undefined;
}

/**
 * Runs the trigger's Actions before a client's token is signed, and sets the scope that they leave.
 *
 * @returns the claims that they add
 * @throws the OAuth error that an Action denies with, or `server_error` where one fails
 */
export async function exchangeCredentials(
  runtime: TriggerRuntime,
  ctx: KoaContextWithOIDC,
  token: ExchangedToken,
): Promise<JsonObject> {
  const client = findClient(runtime.state, ctx.oidc.client?.clientId);
  const audience = token.resourceServer?.audience;
  if (client === undefined || audience === undefined) return {};
  const granted = splitList(token.scope);
  const run = await runTrigger(runtime, 'credentials-exchange', (commands) =>
    eventOf(runtime, ctx, { client, audience, granted, outcome: outcomeOf(commands) }),
  );
  const outcome = outcomeOf(run.commands);
  const denial = run.commands.find(({ method }) => method === 'access.deny');
  const failure = run.error?.message ?? (denial === undefined ? outcome.refusal : undefined);
  if (failure !== undefined) throw refused('server_error', failure);
  if (denial !== undefined) throw refused(String(denial.args[0]), denial.args[1] ?? undefined);
  if (outcome.targetScopeEdits.length > 0) {
    const allowed = splitList(token.resourceServer?.scope);
    const left = editTargetScopes(granted, outcome.targetScopeEdits).filter((scope) => allowed.includes(scope));
    token.scope = left.join(' ');
  }
  return claimsOf(outcome);
}

const outcomeOf = (commands: readonly Command[]): FlowOutcome => foldCommands(emptyOutcome(), commands);

/** Auth0's harness lets an Action name the scope here, which stays what it is. */
function claimsOf({ accessTokenClaims }: FlowOutcome): JsonObject {
  const { scope: _, ...claims } = settableClaims(accessTokenClaims);
  return claims;
}

interface Exchange {
  client: ClientRecord;
  audience: string;
  granted: string[];
  outcome: FlowOutcome;
}

function eventOf(
  { state }: TriggerRuntime,
  ctx: KoaContextWithOIDC,
  { client, audience, granted, outcome }: Exchange,
): Omit<CredentialsExchangeEvent, 'secrets' | 'configuration' | 'tenant'> {
  const body = Object.entries({ ...ctx.oidc.body }).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return {
    accessToken: { customClaims: outcome.accessTokenClaims, scope: granted },
    client: clientPart(client),
    request: { ...requestPart(state, ctx), body: Object.fromEntries(body) },
    resource_server: { identifier: audience },
    transaction: {
      requested_scopes: splitList(ctx.oidc.body?.scope),
      target_scopes: editTargetScopes(granted, outcome.targetScopeEdits),
    },
  };
}

/** Returns the refusal. Auth0's status for `server_error` is unknown. */
function refused(code: string, description: unknown): Error {
  const status = code === 'server_error' ? 500 : 400;
  const error = new errors.CustomOIDCProviderError(code, description === undefined ? '' : String(description));
  return Object.assign(error, {
    ...{ status, statusCode: status, expose: true },
    ...(description === undefined ? { error_description: undefined } : {}),
  });
}
