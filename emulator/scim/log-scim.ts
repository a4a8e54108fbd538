import type { Context } from 'koa';
import { connectionFacts } from '../express/log-facts.ts';
import { findUser, type TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';

/** Notes a SCIM request in the tenant's log; no body goes in. The user it names, or the one it made. */
export function logScim(state: TenantState, ctx: Context, connectionId: string, id: string | undefined): void {
  const { scimUserId, scimProblem } = ctx.state;
  const named = findUser(state, id) !== undefined || ctx.status === 204 ? id : undefined;
  const connection = state.connections.find((row) => row.id === connectionId);
  writeLog(state, ctx, {
    ...connectionFacts(state, connection),
    type: ctx.status < 400 ? 'sscim' : 'fscim',
    description: `((${ctx.method} /Users${id === undefined ? '' : '/{id}'}: ${ctx.status}${scimProblem === undefined ? '' : ` ${scimProblem}`}))`,
    userId: scimUserId ?? named,
    details: { request: { method: ctx.method, path: ctx.path }, response: { statusCode: ctx.status } },
  });
}
