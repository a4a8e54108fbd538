import type { InteractionResults, KoaContextWithOIDC } from 'oidc-provider';
import type { PendingPhone, SentCode } from '../records/factors.ts';
import type { FactorPrompt, FactorType } from '../runtime/factor-prompt.ts';
import type { FlowProgress } from '../runtime/flow.ts';
import type { ProviderLeg } from './enterprise/provider-client.ts';

export interface ContinueRequest {
  method: string;
  query: Record<string, string>;
  body: Record<string, string>;
}

/** Describes a login at the tenant itself that a redirect of this login began. */
export interface InnerLogin {
  /** The `uid` of the session that the browser has had since. */
  sessionUid: string;
  /** The id under which this login's own session is kept; no browser has it. */
  keptId: string;
}

/**
 * Holds the state of one login transaction, kept with oidc-provider's interaction from page to page. It is JSON only.
 */
export interface LoginProgress {
  /** `event.transaction.id`; the same over every pause. */
  transactionId?: string;
  /** Chosen on a page; `/authorize?organization=` wins over it. */
  organizationId?: string;
  /** The login's invitation has been accepted, and is gone. */
  invitationAccepted?: boolean;
  /** Typed on the identifier page. */
  identifier?: string;
  /** The enterprise connection it led to. */
  connectionId?: string;
  /** The login is at that connection's provider. */
  providerLeg?: ProviderLeg | undefined;
  /** Factors proven in this transaction. */
  challenged?: { type: FactorType; atMs: number }[];
  /** Ids, as users of their own, of the identities that the login may have used. */
  identities?: string[];
  flow?: FlowProgress;
  flowFinished?: boolean;
  /** The factor the current page asks for. */
  prompt?: FactorPrompt;
  /** The user has just done what the prompt asked for. */
  answered?: boolean;
  /** The address that the last Action redirected the user to: `/continue` is open until they return. */
  redirectUrl?: string;
  /** The login of another user, if one logged in and leads back to this login. */
  inner?: InnerLogin | undefined;
  /** The request that the user brought to `/continue`: `event.request` of the Action that continues. */
  continued?: ContinueRequest;
  /** Sent by email and not proven yet. */
  pendingEmailCode?: SentCode | undefined;
  /** The phone number as it was typed, so that the user can correct it. */
  typedPhone?: string;
  /** A phone that a code was sent to, or is about to be sent to. */
  pendingPhone?: PendingPhone | undefined;
  /** Base32, shown on the enrolment page and not confirmed yet. */
  pendingTotpSecret?: string | undefined;
}

const KEY = 'auth0';

const isProgress = (value: unknown): value is LoginProgress => typeof value === 'object' && value !== null;

export function progressIn(results: InteractionResults | undefined): LoginProgress {
  const value = results?.[KEY];
  return isProgress(value) ? value : {};
}

/** The transaction's progress on this hop; what is changed in it is there on the next one. */
export function progressOf(ctx: KoaContextWithOIDC): LoginProgress {
  const known = ctx.oidc.result?.[KEY];
  if (isProgress(known)) return known;
  const progress: LoginProgress = {};
  // `result` is a plain property oidc-provider saves as `lastSubmission`; only its type is read-only.
  Object.assign(ctx.oidc, { result: { ...ctx.oidc.result, [KEY]: progress } });
  return progress;
}

export const withProgress = (results: InteractionResults | undefined, more: LoginProgress): InteractionResults => ({
  ...results,
  [KEY]: { ...progressIn(results), ...more },
});
