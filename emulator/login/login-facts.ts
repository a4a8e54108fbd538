import type { KoaContextWithOIDC } from 'oidc-provider';
import type { LoginFacts } from '../runtime/event.ts';
import type { FlowProgress } from '../runtime/flow.ts';
import { editTargetScopes } from '../runtime/target-scopes.ts';
import type { ClientRecord, UserRecord } from '../state.ts';
import type { ActionsRuntime } from './actions-prompt.ts';
import { askedParameters, requestedScopes } from './asked.ts';
import { requestedAudience } from './audience.ts';
import { enrolledFactors } from './methods.ts';
import { organizationInLogin } from './organization.ts';
import type { LoginProgress } from './progress.ts';

/** What this login tells the next Action's event. */
export function loginFacts(
  ctx: KoaContextWithOIDC,
  { state, sessionFactors, sessionMetadata }: ActionsRuntime,
  { transactionId = '', continued }: LoginProgress,
  flow: FlowProgress,
  client: ClientRecord,
  user: UserRecord,
): LoginFacts {
  const { session } = ctx.oidc;
  const sessionId = session?.uid ?? '';
  return {
    client,
    user,
    connection: state.connections.find((row) => row.name === user.identities[0]?.connection),
    organization: organizationInLogin(ctx, state),
    audience: requestedAudience(ctx),
    sessionId,
    sessionMetadata: sessionMetadata.in(sessionId, flow),
    transactionId,
    parameters: askedParameters(ctx),
    requestedScopes: requestedScopes(ctx),
    targetScopes: editTargetScopes(requestedScopes(ctx), flow.outcome.targetScopeEdits),
    methods: [
      { name: session?.amr?.[0] ?? 'pwd', timestamp: new Date((session?.loginTs ?? 0) * 1000).toISOString() },
      ...sessionFactors.of(sessionId),
      ...flow.recordedMethods,
    ],
    enrolledFactors: enrolledFactors(state, user.user_id),
    transactionMetadata: flow.outcome.transactionMetadata,
    request: {
      ip: ctx.ip,
      hostname: state.domain,
      userAgent: ctx.get('user-agent'),
      language: ctx.get('accept-language'),
      method: ctx.method,
      ...continued,
    },
  };
}
