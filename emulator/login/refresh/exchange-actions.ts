/** Runs post-login Actions on the exchange of a refresh token. No person is present, so nothing can be asked. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { LoginFacts } from '../../runtime/event.ts';
import { requestPart } from '../../runtime/event-parts.ts';
import { beginFlow, boundActions, type FlowProgress, type FlowStep } from '../../runtime/flow.ts';
import { editedMetadata } from '../../runtime/metadata-edits.ts';
import type { FlowOutcome } from '../../runtime/outcome.ts';
import { splitList } from '../../runtime/split-list.ts';
import { editTargetScopes } from '../../runtime/target-scopes.ts';
import { findOrganization } from '../../state.ts';
import { writeLog } from '../../tenant-log.ts';
import type { ActionsRuntime } from '../actions-runtime.ts';
import { advanceActions } from '../advance-actions.ts';
import { accessDenied } from '../audience.ts';
import { recordRun, revokeRefreshTokens, writeMetadata } from '../flow-effects.ts';
import { usedConnection } from '../login-connection.ts';
import { enrolledFactors } from '../methods.ts';
import type { Exchange } from './exchange-parties.ts';
import { revoke } from './families.ts';
import { refusal } from './refusals.ts';

/** Lists the parameters of the token request that an Action sees; it sees neither credentials nor the token. */
const SHOWN = ['grant_type', 'client_id', 'scope'];

const NO_OTHER_USER = '((the primary user cannot be changed when a refresh token is exchanged))';

/** Runs the Actions, and returns their decisions. Throws if one denies, fails or needs the user. */
export async function runExchangeActions(
  ctx: KoaContextWithOIDC,
  runtime: ActionsRuntime,
  exchange: Exchange,
): Promise<FlowOutcome> {
  const { state } = runtime;
  const { client, user, presented } = exchange;
  const { family } = presented;
  const flow = beginFlow(boundActions(state.actions, state.bindings, 'post-login'));
  const id = state.newId('tx_', 24);
  const step = await advanceActions(runtime, {
    flow,
    user: () => user,
    refusePrimary: () => NO_OTHER_USER,
    orgId: family.org_id,
    facts: () => exchangeFacts(ctx, runtime, exchange, flow, id),
    challenged: [],
    login: ctx.state.login,
  });
  const audience = family.audience === undefined ? {} : { audience: family.audience };
  recordRun(state, { id, client_id: client.client_id, user_id: user.user_id, ...audience }, flow, step);
  if (step.kind === 'failed') throw accessDenied(step.message);
  writeMetadata(state, user, flow);
  runtime.sessionMetadata.keep(family.session_id, flow);
  if (step.kind === 'denied') await takeAway(ctx, runtime, exchange, flow);
  if (step.kind !== 'finished') throw refusalOf(step);
  return flow.outcome;
}

/** Applies the revocations of an Action that denied. */
async function takeAway(
  ctx: KoaContextWithOIDC,
  { state }: ActionsRuntime,
  { presented: { family }, client, user }: Exchange,
  flow: FlowProgress,
): Promise<void> {
  const { refreshTokenRevoked, sessionRevoked, deniedReason } = flow.outcome;
  revokeRefreshTokens(state, family.session_id, flow);
  if (sessionRevoked) await endSessionOf(ctx.oidc.provider, family.session_id);
  if (!refreshTokenRevoked) return;
  revoke(state, (row) => row === family);
  writeLog(state, ctx, {
    type: 'srrt',
    description: deniedReason,
    clientId: client.client_id,
    userId: user.user_id,
    organization: findOrganization(state, family.org_id),
  });
}

const endSessionOf = async (provider: Provider, uid: string): Promise<void> =>
  (await provider.Session.findByUid(uid))?.destroy();

/**
 * Returns the answer of the token endpoint. If a factor must be proven, it does not include the token for the MFA API.
 */
function refusalOf(step: Exclude<FlowStep, { kind: 'finished' | 'failed' }>): Error {
  if (step.kind === 'denied') return accessDenied(step.reason);
  if (step.kind === 'paused') return refusal('mfa_required', 'Multifactor authentication required');
  return refusal('interaction_required', '((an Action sends the user elsewhere, and there is no user))');
}

function exchangeFacts(
  ctx: KoaContextWithOIDC,
  { state, sessionMetadata }: ActionsRuntime,
  { presented, client, user, scope }: Exchange,
  flow: FlowProgress,
  transactionId: string,
): LoginFacts {
  const { family } = presented;
  const { outcome, recordedMethods } = flow;
  const { params = {} } = ctx.oidc;
  const body = SHOWN.flatMap((name): [string, string][] => {
    const value = params[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return {
    client,
    user,
    connection: usedConnection(state, family.connection_id, user.user_id),
    organization: findOrganization(state, family.org_id),
    audience: family.audience,
    sessionId: family.session_id,
    sessionMetadata: sessionMetadata.in(family.session_id, flow),
    transactionId,
    protocol: 'oauth2-refresh-token',
    parameters: {},
    requestedScopes: splitList(params.scope),
    targetScopes: editTargetScopes(scope, outcome.targetScopeEdits),
    methods: [...family.methods, ...recordedMethods],
    enrolledFactors: enrolledFactors(state, user.user_id),
    transactionMetadata: outcome.transactionMetadata,
    request: {
      ...requestPart(state, ctx),
      query: {},
      body: Object.fromEntries(body),
    },
    refreshToken: tokenView(presented.family, outcome),
  };
}

/** Returns `event.refresh_token`, in the shape of the Management API's refresh tokens. */
function tokenView(family: Exchange['presented']['family'], { refreshToken }: FlowOutcome) {
  const { id, client_id, user_id, session_id, rotating, created_at, expires_at, idle_expires_at, last_exchanged_at } =
    family;
  return {
    id,
    access: 'offline' as const,
    client_id,
    user_id,
    session_id,
    rotating,
    created_at,
    ...(expires_at === undefined ? {} : { expires_at }),
    ...(idle_expires_at === undefined ? {} : { idle_expires_at }),
    ...(last_exchanged_at === undefined ? {} : { last_exchanged_at }),
    device: { ...family.device },
    resource_servers:
      family.audience === undefined ? [] : [{ audience: family.audience, scopes: family.scope.join(' ') }],
    metadata: editedMetadata(family.refresh_token_metadata, refreshToken?.metadata),
  };
}
