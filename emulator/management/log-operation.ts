import type { Context } from 'koa';
import type { JsonObject, TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import { loadSpecification } from './openapi.ts';
import type { Reply } from './reply.ts';

/** Notes a write to the Management API in the tenant's log. Auth0's events have the bodies too, with secrets blanked out. */
export function logOperation(state: TenantState, ctx: Context, key: string, reply: Reply): void {
  const failed = reply.status >= 400;
  const response: JsonObject = { statusCode: reply.status, ...(failed ? { body: errorIn(reply.body) } : {}) };
  writeLog(state, ctx, {
    type: failed ? 'fapi' : 'sapi',
    description: loadSpecification().operations[key]?.summary,
    clientId: ctx.state.caller.clientId,
    details: { request: { method: ctx.method, path: ctx.path, channel: 'api' }, response },
  });
}

function errorIn(body: unknown): JsonObject {
  if (typeof body !== 'object' || body === null || !('error' in body)) return {};
  const { error, errorCode } = { errorCode: undefined, ...body };
  return { error: String(error), ...(errorCode === undefined ? {} : { errorCode: String(errorCode) }) };
}
