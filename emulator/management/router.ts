/**
 * Auth0's Management API of one tenant, as Koa middleware. It answers every path below `/api/v2/` and no other; what it
 * does not emulate it refuses the way a tenant without the permission would, because auth0-deploy-cli then skips that
 * type, where 404 and 501 would end or stall it (docs/notes/deploy-cli.md#types-that-a-tenant-lacks).
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { type RouteContext, type RouteHandler, routes } from '../routes.ts';
import type { Requester } from '../runtime/event-parts.ts';
import type { TenantState } from '../state.ts';
import { checkEntitlements } from './check-entitlements.ts';
import { entitlementsOf } from './entitlements.ts';
import { logOperation } from './log-operation.ts';
import { loadSpecification, type SpecOperation } from './openapi.ts';
import type { Handler, ManagementRequest, ManagementSettings } from './operation.ts';
import { leftOutOf, resources } from './operations.ts';
import { readBody } from './read-body.ts';
import { insufficientScope, internalError, type Reply, unauthorized } from './reply.ts';
import type { Resource } from './resource.ts';
import { send } from './send.ts';
import { validateBody, validateQuery } from './validate.ts';

export interface ManagementOptions extends Partial<ManagementSettings> {
  state: TenantState;
  /** Returns the client and scopes of a Management API token; `undefined` if it is not this tenant's or has expired. */
  verifyToken: (bearer: string) => Promise<{ clientId: string; scopes: string[]; subject?: string } | undefined>;
  /** Called with each answer of an emulated operation before it is sent. */
  onReply?: ReplyListener | undefined;
}

/** Answers have secrets in them (a new client's, a SCIM token): for tests in the same process only. */
export type ReplyListener = (reply: { operation: string; status: number; body: unknown }) => void;

const PREFIX = '/api/v2';

const DEFAULT_SETTINGS: ManagementSettings = {
  latestVersion: () => undefined,
  note: () => undefined,
  userAdded: () => undefined,
  passwordChanged: () => undefined,
  readIdToken: async () => ({ problem: 'Invalid token (link_with).' }),
  actionBuildMs: 100,
  buildEndsOnRead: true,
  keepSecretsWithoutValue: false,
  entitlements: entitlementsOf('enterprise'),
  endSessions: () => undefined,
};

export function managementApi(options: ManagementOptions): Middleware {
  const { state, verifyToken, onReply, ...switches } = options;
  const settings = { ...DEFAULT_SETTINGS, ...switches };
  const emulated = operationRoutes(state, settings, onReply);

  const answer: RouteHandler = async (ctx) => {
    try {
      const bearer = /^bearer (.+)$/i.exec(ctx.get('authorization'))?.[1];
      const caller = bearer === undefined ? undefined : await verifyToken(bearer);
      if (caller === undefined) {
        send(ctx, unauthorized(bearer === undefined ? 'Missing authentication' : 'Invalid token'));
      } else {
        ctx.state.caller = caller;
        await emulated(ctx, async () => send(ctx, notEmulated(ctx)));
      }
    } catch (error) {
      ctx.app.emit('error', error, ctx);
      send(ctx, internalError());
    }
  };
  return routes({ [`* ${PREFIX}/{*rest}`]: answer });
}

function operationRoutes(state: TenantState, settings: ManagementSettings, onReply?: ReplyListener): Middleware {
  const router = new Router({ prefix: PREFIX });
  const all = resources.flatMap((resource) =>
    Object.entries(resource.operations).map(([key, handler]) => ({ key, handler, resource })),
  );
  for (const { key, handler, resource } of all.sort((one, other) => specificFirst(one.key, other.key))) {
    const [method = '', path = ''] = key.split(' ');
    router.register(path.replaceAll(/\{(\w+)\}/g, ':$1'), [method], async (ctx) => {
      const reply = await carryOut(key, resource, handler, ctx, state, settings);
      if (method !== 'GET') logOperation(state, ctx, key, reply);
      onReply?.({ operation: key, status: reply.status, body: reply.body });
      send(ctx, reply);
    });
  }
  // It asks of a context only what Koa's has, and adds the rest itself.
  return router.routes() as Middleware;
}

/** Sorts `/x/templates` before `/x/{id}`, which matches it too. */
const specificFirst = (one: string, other: string): number => generality(one).localeCompare(generality(other));
const generality = (key: string): string =>
  key
    .split('/')
    .map((part) => (part.startsWith('{') ? '1' : '0'))
    .join('');

async function carryOut(
  key: string,
  resource: Resource,
  handler: Handler<never>,
  ctx: Context & { params: Record<string, string> },
  state: TenantState,
  settings: ManagementSettings,
): Promise<Reply> {
  const checked = await checkRequest(key, ctx);
  if ('refusal' in checked) return checked.refusal;
  const caller: Requester = ctx;
  const { scopes, clientId, subject } = ctx.state.caller;
  const request = { state, settings, caller, params: ctx.params, scopes, clientId, subject, ...checked };
  // checkRequest validated the body against the schema of this very operation.
  return checkEntitlements(key, request, resource) ?? handler(request as ManagementRequest<never>);
}

type Checked = Pick<ManagementRequest, 'query' | 'body'> | { refusal: Reply };

/** Checks in Auth0's order: scope, readable body, query, body. */
async function checkRequest(key: string, ctx: Context): Promise<Checked> {
  const operation = loadSpecification().operations[key];
  if (operation === undefined) throw new Error(`${key} is missing in openapi.json: run npm run openapi`);
  if (!operation.scopes.some((scope) => ctx.state.caller.scopes.includes(scope))) {
    return { refusal: insufficientScope(operation.scopes) };
  }
  const read = await readBody(ctx.req);
  if ('refusal' in read) return read;
  const query = validateQuery(key, withoutLeftOut(key, operation), ctx.query);
  if ('refusal' in query) return query;
  if (operation.body === undefined) return { query: query.query, body: undefined };
  const body = read.body ?? {};
  const refusal = validateBody(key, operation.body, body);
  return refusal === undefined ? { query: query.query, body } : { refusal };
}

function withoutLeftOut(key: string, operation: SpecOperation): SpecOperation {
  const leftOut = leftOutOf(key);
  return { ...operation, query: operation.query.filter(({ name }) => !leftOut.includes(name)) };
}

const SCOPE_VERBS: Record<string, string> = { GET: 'read', POST: 'create', DELETE: 'delete' };

function notEmulated(ctx: RouteContext): Reply {
  const { rest = '' } = ctx.params;
  const resource = rest.split('/')[0]?.replaceAll('-', '_');
  const scope = `${SCOPE_VERBS[ctx.method] ?? 'update'}:${resource}`;
  const remark = ctx.method === 'GET' ? '' : ' ((the local tenant does not emulate this operation))';
  return { ...insufficientScope([scope], remark), headers: { 'x-emulator': 'not-emulated' } };
}
