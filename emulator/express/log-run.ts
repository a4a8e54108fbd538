import type { Context } from 'koa';
import { findOrganization, type TenantState } from '../state.ts';
import { writeLog } from '../tenant-log.ts';
import type { Outcome } from './types.ts';

type Run = Outcome<{ outcome: 'created' | 'updated'; connection_id: string }>;

/**
 * Writes a run of Express Configuration to the tenant's log, with the user and client of its token. Auth0 publishes no
 * code for it; the codes are the Management API's.
 */
export function logRun(
  state: TenantState,
  ctx: Context,
  feature: 'sso' | 'scim',
  claims: Record<string, unknown> | undefined,
  run: Run,
): void {
  const text = (name: string) => (typeof claims?.[name] === 'string' ? claims[name] : undefined);
  const connection = 'value' in run ? state.connections.find(({ id }) => id === run.value.connection_id) : undefined;
  writeLog(state, ctx, {
    type: 'refusal' in run ? 'fapi' : 'sapi',
    description: `((Express Configuration, ${feature}: ${'refusal' in run ? run.refusal.cause : `the connection ${connection?.name}, ${run.value.outcome}`}))`,
    clientId: text('azp'),
    userId: text('sub'),
    organization: findOrganization(state, text('org_id')),
    connection,
    scope: text('scope'),
    details: {
      request: { method: ctx.method, path: ctx.path, channel: 'express_configuration' },
      response: { statusCode: ctx.status },
    },
  });
}
