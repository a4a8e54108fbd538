/** The post-login Actions as one prompt of oidc-provider's interaction policy: it runs on /authorize and on every resume. */
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { Secret } from 'otpauth';
import { type LoginFacts, makeEvent } from '../runtime/event.ts';
import {
  advanceFlow,
  type BoundAction,
  beginFlow,
  boundActions,
  type FlowProgress,
  type FlowStep,
} from '../runtime/flow.ts';
import type { WorkerPool } from '../runtime/worker-pool.ts';
import {
  type ClientRecord,
  findClient,
  findUser,
  isoNow,
  type JsonObject,
  type LoginRun,
  type TenantState,
  type UserRecord,
} from '../state.ts';
import { accessDenied, NO_SCOPE, requestedAudience } from './audience.ts';
import { settleGrant } from './grant.ts';
import { enrolledFactors, factorStatus, type SessionFactors } from './methods.ts';
import { organizationInLogin } from './organization.ts';
import { type LoginProgress, progressOf } from './progress.ts';

const { Check, Prompt } = interactionPolicy;
const KEPT_RUNS = 200;

export interface ActionsRuntime {
  state: TenantState;
  pool: WorkerPool;
  sessionFactors: SessionFactors;
  /** Below this file's folder declared dependencies are resolved. */
  resolveFrom: string;
  /** What all Actions of one stretch may take; 20 000 at Auth0. */
  timeLimitMs: number;
}

export const actionsPrompt = (runtime: ActionsRuntime) =>
  new Prompt(
    { name: 'mfa' },
    new Check(
      'post_login_actions',
      'a Post-Login Action needs the user',
      'interaction_required',
      (ctx) => runActions(ctx, runtime),
      (ctx) => ({ factorPrompt: progressOf(ctx).prompt }),
    ),
  );

async function runActions(ctx: KoaContextWithOIDC, runtime: ActionsRuntime): Promise<boolean> {
  const { state } = runtime;
  const progress = progressOf(ctx);
  delete progress.prompt;
  const client = findClient(state, ctx.oidc.client?.clientId);
  const user = findUser(state, ctx.oidc.session?.accountId);
  if (progress.flowFinished || client === undefined || user === undefined) return false;

  progress.transactionId ??= state.newId('tx_', 24);
  progress.flow ??= beginFlow(boundActions(state.actions, state.bindings, 'post-login'));
  const step = await advance(ctx, runtime, progress, progress.flow, client, user);
  record(state, progress.transactionId, ctx, client, user, progress.flow, step);

  if (step.kind === 'paused') {
    progress.prompt = step.prompt;
    if (step.prompt.kind === 'enroll') progress.pendingTotpSecret ??= new Secret().base32;
    return true;
  }
  if (step.kind === 'failed') throw accessDenied(step.message);
  // Metadata an Action asked for is written even when it denied (api object reference).
  writeMetadata(state, user, progress.flow);
  if (step.kind === 'denied') throw accessDenied(step.reason);
  progress.flowFinished = true;
  await settleGrant(ctx, state);
  return false;
}

function advance(
  ctx: KoaContextWithOIDC,
  runtime: ActionsRuntime,
  progress: LoginProgress,
  flow: FlowProgress,
  client: ClientRecord,
  user: UserRecord,
): Promise<FlowStep> {
  const { state, pool, resolveFrom } = runtime;
  const challenged = (progress.challenged ?? []).map(({ type }) => type);
  return advanceFlow({
    progress: flow,
    findVersion: (versionId) => findVersion(state, versionId),
    execute: ({ name, version }, event, timeoutMs) => {
      const { code, dependencies } = version;
      return pool.run({ name, code, dependencies, resolveFrom }, { handler: 'onExecutePostLogin', event }, timeoutMs);
    },
    makeEvent: ({ version }, outcome) =>
      makeEvent(state, loginFacts(ctx, runtime, progress, client, user, outcome.transactionMetadata), version.secrets),
    factors: factorStatus(state, user.user_id, challenged),
    timeLimitMs: runtime.timeLimitMs,
    clock: state.clock,
  });
}

function findVersion(state: TenantState, versionId: string): BoundAction | undefined {
  for (const action of state.actions) {
    const version = action.versions.find((candidate) => candidate.id === versionId);
    if (version !== undefined) return { name: action.name, version };
  }
  return undefined;
}

function loginFacts(
  ctx: KoaContextWithOIDC,
  { state, sessionFactors }: ActionsRuntime,
  progress: LoginProgress,
  client: ClientRecord,
  user: UserRecord,
  transactionMetadata: JsonObject,
): LoginFacts {
  const { session, params = {} } = ctx.oidc;
  const sessionId = session?.uid ?? '';
  const strings = Object.entries(params).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && name !== 'resource' ? [[name, value]] : [],
  );
  const scopes = typeof params.scope === 'string' ? params.scope.split(' ') : [];
  return {
    client,
    user,
    connection: state.connections.find((row) => row.name === user.identities[0]?.connection),
    organization: organizationInLogin(ctx, state),
    audience: requestedAudience(ctx),
    sessionId,
    transactionId: progress.transactionId ?? '',
    parameters: Object.fromEntries(strings),
    requestedScopes: scopes.filter((scope) => scope !== NO_SCOPE),
    methods: [
      { name: 'pwd', timestamp: new Date((session?.loginTs ?? 0) * 1000).toISOString() },
      ...sessionFactors.of(sessionId),
    ],
    enrolledFactors: enrolledFactors(state, user.user_id),
    transactionMetadata,
    request: {
      ip: ctx.ip,
      hostname: state.domain,
      userAgent: ctx.get('user-agent'),
      language: ctx.get('accept-language'),
      method: ctx.method,
    },
  };
}

function writeMetadata(state: TenantState, user: UserRecord, { outcome }: FlowProgress): void {
  const changed = Object.keys(outcome.appMetadata).length + Object.keys(outcome.userMetadata).length > 0;
  if (!changed) return;
  Object.assign(user.app_metadata, outcome.appMetadata);
  Object.assign(user.user_metadata, outcome.userMetadata);
  user.updated_at = isoNow(state);
}

function record(
  state: TenantState,
  transactionId: string,
  ctx: KoaContextWithOIDC,
  client: ClientRecord,
  user: UserRecord,
  flow: FlowProgress,
  step: FlowStep,
): void {
  const audience = requestedAudience(ctx);
  const run: LoginRun = {
    id: transactionId,
    at: isoNow(state),
    client_id: client.client_id,
    user_id: user.user_id,
    ...(audience === undefined ? {} : { audience }),
    outcome: step.kind,
    actions: structuredClone(flow.runs),
  };
  state.runs = [...state.runs.filter((other) => other.id !== transactionId), run].slice(-KEPT_RUNS);
}
