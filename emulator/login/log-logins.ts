/** Logins in the tenant's log: how oidc-provider says they ended, and what happened on the pages. */
import type { Context } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { credentialsOf } from '../identities.ts';
import { findOrganization, type TenantState } from '../state.ts';
import { type LogEntry, writeLog } from '../tenant-log.ts';
import { requestedAudience } from './audience.ts';
import { connectionIdIn, usedConnection } from './login-connection.ts';
import { organizationInLogin, organizationOf } from './organization.ts';
import type { PageContext, Submission } from './page-route.ts';
import { TOO_MANY_MESSAGES } from './phone.ts';
import { toAuth0Message } from './request/refusal-messages.ts';
import { requestedScopes } from './sent-parameters.ts';

/** Writes an event for each authorization that succeeds or fails, factor that is asked for, and OIDC logout. */
export function logLogins(provider: Provider, state: TenantState): void {
  provider.on('authorization.success', (ctx) => {
    const { params } = ctx.oidc;
    writeLog(state, ctx, { ...factsOf(ctx, state), type: params?.prompt === 'none' ? 'ssa' : 's' });
  });
  provider.on('authorization.error', (ctx, error) => {
    const type = ctx.oidc?.params?.prompt === 'none' ? 'fsa' : 'f';
    const description = toAuth0Message(error.error_description ?? error.message);
    const details = { error: { message: description, oauthError: error.error } };
    writeLog(state, ctx, { ...factsOf(ctx, state), type, description, details });
  });
  provider.on('interaction.started', (ctx, { details }) => {
    if (details.factorPrompt !== undefined) writeLog(state, ctx, { ...factsOf(ctx, state), type: 'mfar' });
  });
  provider.on('end_session.success', (ctx) => writeLog(state, ctx, { ...factsOf(ctx, state), type: 'slo' }));
}

/**
 * Returns what was known of the login when it ended: a refused request may have no client, and a failed one no user.
 */
function factsOf(ctx: KoaContextWithOIDC, state: TenantState): Omit<LogEntry, 'type'> {
  if (ctx.oidc === undefined) return {};
  const { client, session, params } = ctx.oidc;
  return {
    clientId: client?.clientId ?? text(params?.client_id),
    userId: session?.accountId,
    connection: usedConnection(state, connectionIdIn(session?.amr), session?.accountId),
    organization: organizationInLogin(ctx, state),
    audience: requestedAudience(ctx),
    ...(params === undefined ? {} : { scope: requestedScopes(ctx).join(' ') }),
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Passes on what a page's form led to, and notes it: a wrong password, a factor proven, enrolled or not proven. */
export function logSubmission(ctx: Context, page: PageContext, path: string, submission: Submission): Submission {
  const { state, interaction, progress } = page;
  const event = eventOf(page, path, submission);
  if (event !== undefined) {
    const organization =
      organizationOf(state, interaction.params.organization, progress) ??
      findOrganization(state, progress.organizationId);
    writeLog(state, ctx, { clientId: text(interaction.params.client_id), organization, ...event });
  }
  return submission;
}

type Outcome = 'refused' | 'done' | 'under way';

/** Another page, or the same with a notice, is neither. */
function outcomeOf(submission: Submission): Outcome {
  if (submission.kind === 'again' && submission.error !== undefined) return 'refused';
  return submission.kind === 'done' ? 'done' : 'under way';
}

function eventOf(page: PageContext, path: string, submission: Submission): LogEntry | undefined {
  const outcome = outcomeOf(submission);
  if (path === '/u/signup/password' && submission.kind === 'done' && submission.results?.login !== undefined) {
    return { type: 'ss', userId: submission.results.login.accountId };
  }
  const userId = page.interaction.session?.accountId;
  if (path === '/u/login/password' && outcome === 'refused') return failedLogin(page);
  if (!path.startsWith('/u/mfa-') || outcome === 'under way') return undefined;
  const { kind } = page.progress.prompt ?? {};
  if (kind === 'enroll') return outcome === 'done' ? { type: 'gd_enrollment_complete', userId } : undefined;
  if (path.endsWith('-options') || isUnsent(submission)) return undefined;
  return { type: outcome === 'refused' ? 'gd_auth_failed' : 'gd_auth_succeed', userId };
}

/** Returns whether the message was not sent: then its own event has been written already. */
const isUnsent = (submission: Submission): boolean =>
  submission.kind === 'again' && submission.error === TOO_MANY_MESSAGES;

/** Logs a failed login. Auth0 has the same text for a wrong password and an unknown user; the code tells them apart. */
function failedLogin({ state, progress: { identifier = '' } }: PageContext): LogEntry {
  const wanted = identifier.toLowerCase();
  const user = state.users.find((row) =>
    credentialsOf(row).some(
      ({ email, username }) => email?.toLowerCase() === wanted || username?.toLowerCase() === wanted,
    ),
  );
  if (user === undefined) return { type: 'fu', description: 'Wrong email or password.' };
  const userId = user.user_id;
  if (user.blocked) return { type: 'f', description: 'user is blocked', userId };
  return { type: 'fp', description: 'Wrong email or password.', userId };
}
