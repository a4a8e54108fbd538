/** Applies what a post-login flow changes in the tenant. */
import { createHash } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { FlowProgress, FlowStep } from '../runtime/flow.ts';
import { withEntries } from '../runtime/outcome.ts';
import { editTargetScopes } from '../runtime/target-scopes.ts';
import { type ClientRecord, isoNow, type LoginRun, type TenantState, type UserRecord } from '../state.ts';
import { requestedAudience } from './audience.ts';
import { revoke } from './refresh/families.ts';
import { replaceScopes, requestedScopes } from './sent-parameters.ts';

const KEPT_RUNS = 200;

/** Writes what Actions asked for, once: it is taken off the flow, so that a pause does not write it again. */
export function writeMetadata(state: TenantState, user: UserRecord, { outcome }: FlowProgress): void {
  const { appMetadata, userMetadata } = outcome;
  if (Object.keys(appMetadata).length + Object.keys(userMetadata).length === 0) return;
  user.app_metadata = withEntries(user.app_metadata, appMetadata);
  user.user_metadata = withEntries(user.user_metadata, userMetadata);
  user.updated_at = isoNow(state);
  Object.assign(outcome, { appMetadata: {}, userMetadata: {} });
}

/** Makes the target scopes what RBAC and consent see from here on, OIDC's own scopes among them. */
export function applyTargetScopes(ctx: KoaContextWithOIDC, { outcome }: FlowProgress): void {
  if (outcome.targetScopeEdits.length === 0) return;
  replaceScopes(ctx, editTargetScopes(requestedScopes(ctx), outcome.targetScopeEdits));
}

/** Ends a session's refresh tokens, where an Action revoked the session and did not say to keep them. */
export function revokeRefreshTokens(
  state: TenantState,
  sessionId: string | undefined,
  { outcome }: FlowProgress,
): void {
  if (!outcome.sessionRevoked || outcome.refreshTokensPreserved) return;
  revoke(state, ({ session_id }) => session_id === sessionId);
}

/**
 * Carries out `session.revoke`. A resume has renamed oidc-provider's session; the browser's cookie still has the old
 * name.
 */
export async function endSession(ctx: KoaContextWithOIDC): Promise<void> {
  const { session, provider } = ctx.oidc;
  if (session === undefined) return;
  const oldId: unknown = Reflect.get(session, 'oldId');
  await session.destroy();
  if (typeof oldId === 'string') await (await provider.Session.find(oldId))?.destroy();
}

/** Returns what a run keeps of a request's `state`. */
export const stateHash = (state: string): string => createHash('sha256').update(state).digest('base64url');

/** Says which user and client a run of the Actions belongs to. */
export type RunOwner = Pick<LoginRun, 'id' | 'client_id' | 'user_id' | 'audience' | 'state_hash'>;

/** Returns whose run the Actions of a login are. */
export function runOf(
  ctx: KoaContextWithOIDC,
  id: string,
  { client_id }: ClientRecord,
  { user_id }: UserRecord,
): RunOwner {
  const audience = requestedAudience(ctx);
  const given = ctx.oidc.params?.state;
  return {
    id,
    client_id,
    user_id,
    ...(audience === undefined ? {} : { audience }),
    ...(typeof given === 'string' && { state_hash: stateHash(given) }),
  };
}

/** Records what `/_local/runs` shows of this login; called again at each pause. */
export function recordRun(state: TenantState, owner: RunOwner, flow: FlowProgress, step: FlowStep): void {
  const run: LoginRun = {
    ...owner,
    at: isoNow(state),
    outcome: step.kind === 'redirected' ? 'paused' : step.kind,
    actions: structuredClone(flow.runs),
  };
  state.runs = [...state.runs.filter((other) => other.id !== owner.id), run].slice(-KEPT_RUNS);
}
