/**
 * A login inside a login: an Action sends the user to the tenant's own `/authorize`, which leads back to `/continue`, as
 * published Actions do to link accounts. Where somebody else logs in there, the outer login still ends for its own user.
 */
import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import type { TenantState } from '../state.ts';
import type { Interaction } from './page-route.ts';
import { progressIn, withProgress } from './progress.ts';
import { SESSION_SECONDS } from './session-metadata.ts';

type Session = Awaited<ReturnType<Provider['Session']['get']>>;

/** Describes a login after which a browser's session becomes another user's. */
export interface SessionChange {
  inner: Interaction;
  session: Session;
  /** The new `uid` of the session. */
  uid: string;
}

/**
 * Keeps the session for the login that the inner one leads back to, under an id that no browser has and no longer than
 * that login waits. Returns whether it was kept: not where the inner login leads back to none, to one of another
 * browser, or to one whose session is kept already.
 */
export async function keepForOuter(
  provider: Provider,
  tenant: TenantState,
  { inner: { params }, session, uid }: SessionChange,
): Promise<boolean> {
  const outer = typeof params.state === 'string' ? await provider.Interaction.find(params.state) : undefined;
  if (outer === undefined || !isOwn(tenant, params.redirect_uri, '/continue')) return false;
  const { redirectUrl, inner } = progressIn(outer.lastSubmission);
  if (!isOwn(tenant, redirectUrl, '/authorize')) return false;
  if (session.uid !== (inner?.sessionUid ?? outer.session?.uid)) return false;

  const keptId = inner?.keptId ?? (await keep(provider, session, outer));
  outer.lastSubmission = withProgress(outer.lastSubmission, { inner: { sessionUid: uid, keptId } });
  await outer.persist();
  return inner === undefined;
}

async function keep(provider: Provider, { jti }: Session, outer: Interaction): Promise<string> {
  const kept = await provider.Session.find(jti);
  if (kept === undefined) throw new TypeError('the session has just been read');
  kept.resetIdentifier();
  await kept.save(outer.remainingTTL);
  return kept.jti;
}

/**
 * Gives the browser the outer login's session back, where it has the session that the inner login ended with. Otherwise
 * oidc-provider refuses the login, as it does whenever the session is not the one that the login began in.
 */
export async function restoreOuter(provider: Provider, ctx: Context, outer: Interaction): Promise<void> {
  const { inner } = progressIn(outer.result);
  if (inner === undefined) return;
  const [session, kept] = [await provider.Session.get(ctx), await provider.Session.find(inner.keptId)];
  if (session.uid !== inner.sessionUid || kept === undefined || kept.uid !== outer.session?.uid) return;
  // The inner login's code is redeemed next: its session stays, and no browser has it.
  const { jti } = session;
  session.resetIdentifier();
  await session.persist();
  kept.resetIdentifier();
  kept.jti = jti;
  await kept.save(SESSION_SECONDS);
  outer.result = withProgress(outer.result, { inner: undefined });
  await outer.persist();
}

function isOwn({ domain, browserOrigin }: TenantState, address: unknown, path: string): boolean {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { origin, pathname } = new URL(address);
  return (origin === `https://${domain}` || origin === browserOrigin) && pathname === path;
}
