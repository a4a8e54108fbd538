/** A connection's SCIM 2.0 endpoint (authenticate/protocols/scim). */

import type { Context, Middleware } from 'koa';
import { isObject } from '../is-object.ts';
import { readText } from '../login/form.ts';
import type { Sessions } from '../login/logout/sessions.ts';
import { bearerOf } from '../login/userinfo.ts';
import { removeUser } from '../management/remove-user.ts';
import { type RouteHandler, routes } from '../routes.ts';
import type { JsonObject, TenantState, UserRecord } from '../state.ts';
import { logScim } from './log-scim.ts';
import { applyPatch } from './patch.ts';
import { parseFilter } from './search.ts';
import { useScimToken } from './token.ts';
import { toResource } from './user-resource.ts';
import { createScimUser, findScimUser, replaceScimUser, type ScimContext, type ScimOutcome, usersOf } from './users.ts';

type UserSessions = Pick<Sessions, 'endAll'>;

const USERS = '/scim/v2/connections/:connection/Users';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const MAX_COUNT = 100;

export function scimEndpoint(state: TenantState, sessions: UserSessions): Middleware {
  const users: RouteHandler = async (ctx) => {
    const { connection = '', user } = ctx.params;
    ctx.type = 'application/scim+json';
    await carryOut(ctx, state, sessions, connection, user);
    logScim(state, ctx, connection, user);
  };
  return routes({ [`* ${USERS}`]: users, [`* ${USERS}/:user`]: users });
}

async function carryOut(
  ctx: Context,
  state: TenantState,
  sessions: UserSessions,
  connectionId: string,
  id: string | undefined,
): Promise<void> {
  const context = scimContext(state, connectionId);
  const token = useScimToken(state, connectionId, bearerOf(ctx));
  if (context === undefined || token === undefined) return fail(ctx, 401, 'Unauthorized');
  if (!token.scopes.includes(`${ctx.method.toLowerCase()}:users`)) return fail(ctx, 403, 'Insufficient scope');
  return id === undefined ? collection(ctx, context) : resource(ctx, context, sessions, id);
}

function scimContext(state: TenantState, id: string): ScimContext | undefined {
  const connection = state.connections.find((row) => row.id === id);
  const configuration = state.scimConfigurations.find((row) => row.connection_id === id);
  return connection && configuration && { state, connection, configuration };
}

async function collection(ctx: Context, context: ScimContext): Promise<void> {
  if (ctx.method === 'GET') return list(ctx, context);
  if (ctx.method !== 'POST') return fail(ctx, 405, 'Method not allowed');
  const body = await readObject(ctx);
  if (body === undefined) return fail(ctx, 400, 'The body is not a JSON object', 'invalidSyntax');
  show(ctx, context, createScimUser(context, body), 201);
}

async function resource(ctx: Context, context: ScimContext, sessions: UserSessions, id: string): Promise<void> {
  const found = findScimUser(context, id);
  if ('problem' in found || ctx.method === 'GET') return show(ctx, context, found);
  const { user } = found;
  if (ctx.method === 'DELETE') {
    await sessions.endAll(user.user_id, 'account-deactivated');
    removeUser(context.state, user.user_id);
    ctx.status = 204;
    return;
  }
  const body = await readObject(ctx);
  if (body === undefined) return fail(ctx, 400, 'The body is not a JSON object', 'invalidSyntax');
  const wanted = ctx.method === 'PATCH' ? patched(context, user, body) : body;
  if (wanted === undefined) return fail(ctx, 400, 'The operations are not valid', 'invalidSyntax');
  const wasDeactivated = replaceScimUser(context, user, wanted);
  if (wasDeactivated) await sessions.endAll(user.user_id, 'account-deactivated');
  show(ctx, context, found);
}

function patched(context: ScimContext, user: UserRecord, patch: JsonObject): JsonObject | undefined {
  const current = toResource(user, context.configuration, baseUrlOf(context));
  return applyPatch(current, patch) ? current : undefined;
}

function list(ctx: Context, context: ScimContext): void {
  const { filter, startIndex, count } = ctx.query;
  const matches = typeof filter === 'string' ? parseFilter(filter) : () => true;
  if (matches === undefined) {
    fail(ctx, 400, 'Only eq, and, or are supported', 'invalidFilter');
    return;
  }
  const all = usersOf(context)
    .map((user) => toResource(user, context.configuration, baseUrlOf(context)))
    .filter(matches);
  const start = Math.max(1, Number(startIndex) || 1);
  const size = Math.min(MAX_COUNT, Math.max(0, count === undefined ? MAX_COUNT : Number(count) || 0));
  const page = all.slice(start - 1, start - 1 + size);
  ctx.status = 200;
  ctx.body = JSON.stringify({
    schemas: [LIST],
    totalResults: all.length,
    startIndex: start,
    itemsPerPage: page.length,
    Resources: page,
  });
}

const baseUrlOf = ({ state, connection }: ScimContext): string =>
  `https://${state.domain}/scim/v2/connections/${connection.id}`;

function show(ctx: Context, context: ScimContext, outcome: ScimOutcome, status = 200): void {
  if ('problem' in outcome) {
    fail(ctx, outcome.problem.status, outcome.problem.detail, outcome.problem.scimType);
    return;
  }
  ctx.status = status;
  ctx.state.scimUserId = outcome.user.user_id;
  ctx.body = JSON.stringify(toResource(outcome.user, context.configuration, baseUrlOf(context)));
}

async function readObject(ctx: Context): Promise<JsonObject | undefined> {
  try {
    const value: unknown = JSON.parse(await readText(ctx));
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fail(ctx: Context, status: number, detail: string, scimType?: string): void {
  ctx.status = status;
  ctx.state.scimProblem = detail;
  ctx.body = JSON.stringify({ schemas: [ERROR], status: String(status), detail, ...(scimType ? { scimType } : {}) });
}
