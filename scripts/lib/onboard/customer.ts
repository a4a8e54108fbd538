import type { Scope } from '../../../library/scopes.ts';
import type { Place } from '../failures.ts';

/**
 * Lists the ways in which the administrator first logs in: by an invitation (sets a password, proves the mailbox), by
 * emailed codes, or, for Okta's reviewers, with a strong password that is shown once.
 */
export const SIGN_IN_METHODS = ['invitation', 'passwordless', 'oin-test'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** Lists what permits the administrator, given last: the role in the organization, or the attribute of the user. */
export const GRANTS = ['role', 'attribute'] as const;
export type Grant = (typeof GRANTS)[number];

/** Lists what to do with an account whose address nobody proved: `stop`, or `reset` it and invite the mailbox. */
export const UNVERIFIED_ACCOUNTS = ['stop', 'reset'] as const;
/** Names one of {@link UNVERIFIED_ACCOUNTS}. */
export type UnverifiedAccount = (typeof UNVERIFIED_ACCOUNTS)[number];

/** Names the administrator. `everybody` is for undo only. */
export type Admin = { email: string } | { userId: string } | { everybody: true };

/** A customer to be, checked as far as it can be without asking the tenant. */
export interface Customer {
  /** The organization's name. */
  name: string;
  displayName: string;
  admin: Admin;
  /** The domains in the Action's normal form, unique, sorted; at least one. */
  domains: string[];
  via: SignInMethod;
  grant: Grant;
  /** The scopes of an attribute; a role has its own. */
  scopes: Scope[];
  /** The name of the connection with the administrator's account; by default the one that `tenant.yaml` implies. */
  connection?: string;
  /** Another mailbox than the one codes go to. */
  ticketEmail?: string;
  /** The reason why the domains count as proven without DNS. */
  attest?: string;
  /** The person who says that the account is the administrator's, if Auth0 has no proof. */
  vouch?: string;
  where?: Place;
}

export function adminText(admin: Admin): string {
  if ('everybody' in admin) return 'everybody';
  return 'email' in admin ? admin.email : admin.userId;
}
