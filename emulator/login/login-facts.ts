import type { KoaContextWithOIDC } from 'oidc-provider';
import type { LoginFacts } from '../runtime/event.ts';
import { requestPart } from '../runtime/event-parts.ts';
import type { FlowProgress } from '../runtime/flow.ts';
import { editTargetScopes } from '../runtime/target-scopes.ts';
import type { ClientRecord, UserRecord } from '../state.ts';
import type { ActionsRuntime } from './actions-runtime.ts';
import { requestedAudience } from './audience.ts';
import { connectionIdIn, usedConnection } from './login-connection.ts';
import { enrolledFactors } from './methods.ts';
import { organizationInLogin } from './organization.ts';
import type { LoginProgress } from './progress.ts';
import { requestedScopes, sentParameters } from './sent-parameters.ts';
import type { SessionDevices } from './session-devices.ts';
import { SESSION_SECONDS } from './session-metadata.ts';

/** Returns the facts of this login for the next Action's event. */
export function loginFacts(
  ctx: KoaContextWithOIDC,
  { state, sessionFactors, sessionMetadata, sessionDevices }: ActionsRuntime,
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
    connection: usedConnection(state, connectionIdIn(session?.amr), user.user_id),
    organization: organizationInLogin(ctx, state),
    audience: requestedAudience(ctx),
    sessionId,
    session: sessionDetails(ctx, client, state.clock(), sessionDevices),
    sessionMetadata: sessionMetadata.in(sessionId, flow),
    transactionId,
    parameters: sentParameters(ctx),
    requestedScopes: requestedScopes(ctx),
    targetScopes: editTargetScopes(requestedScopes(ctx), flow.outcome.targetScopeEdits),
    methods: [
      { name: session?.amr?.[0] ?? 'pwd', timestamp: iso((session?.loginTs ?? 0) * 1000) },
      ...sessionFactors.of(sessionId),
      ...flow.recordedMethods,
    ],
    enrolledFactors: enrolledFactors(state, user.user_id),
    transactionMetadata: flow.outcome.transactionMetadata,
    request: {
      ...requestPart(state, ctx),
      ...continued,
    },
  };
}

/** A session begins with its login; its idle time ends as oidc-provider's does. */
function sessionDetails(
  ctx: KoaContextWithOIDC,
  { client_id }: ClientRecord,
  nowMs: number,
  devices: SessionDevices,
): NonNullable<LoginFacts['session']> {
  const { session } = ctx.oidc;
  if (session?.accountId === undefined) return {};
  const beganAt = iso((session.loginTs ?? 0) * 1000);
  const initial = devices.beganOn(session.uid, { ip: ctx.ip, user_agent: ctx.get('user-agent') });
  const clients = new Set([...Object.keys(session.authorizations ?? {}), client_id]);
  return {
    user_id: session.accountId,
    created_at: beganAt,
    authenticated_at: beganAt,
    updated_at: iso(nowMs),
    last_interacted_at: iso(nowMs),
    idle_expires_at: iso(nowMs + SESSION_SECONDS * 1000),
    clients: [...clients].map((id) => ({ client_id: id })),
    device: {
      initial_ip: initial.ip,
      initial_user_agent: initial.user_agent,
      last_ip: ctx.ip,
      last_user_agent: ctx.get('user-agent'),
    },
  };
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();
