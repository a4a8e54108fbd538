import type { Scope } from '../../../library/scopes.ts';
import type { Place } from '../failures.ts';

/**
 * How the administrator gets in: by an invitation (sets a password, proves the mailbox), by emailed codes, or, for
 * Okta's reviewers, with a strong password that is shown once.
 */
export const SIGN_IN_METHODS = ['invitation', 'passwordless', 'oin-test'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** What permits the administrator, given last: the role in the organization, or the attribute of the user. */
export const GRANTS = ['role', 'attribute'] as const;
export type Grant = (typeof GRANTS)[number];

/** `stop` at an account whose address nobody proved, or `reset` it and invite the mailbox. */
export const UNVERIFIED_ACCOUNTS = ['stop', 'reset'] as const;
/** One of {@link UNVERIFIED_ACCOUNTS}, which are all there is to do. */
export type UnverifiedAccount = (typeof UNVERIFIED_ACCOUNTS)[number];

/** `everybody`: to take back alone. */
export type Admin = { email: string } | { userId: string } | { everybody: true };

/** A customer to be, checked as far as it can be without asking the tenant. */
export interface Customer {
  /** Of the organization. */
  name: string;
  displayName: string;
  admin: Admin;
  /** In the Action's normal form, unique, sorted; at least one. */
  domains: string[];
  via: SignInMethod;
  grant: Grant;
  /** Of an attribute; a role carries its own. */
  scopes: Scope[];
  /** Where the administrator's account is, by name; the one that `tenant.yaml` implies otherwise. */
  connection?: string;
  /** Another mailbox than the one codes go to. */
  ticketEmail?: string;
  /** Why the domains count as proven without DNS. */
  attest?: string;
  /** Who says that the account is the administrator's, where Auth0 has no proof. */
  vouch?: string;
  where?: Place;
}

export function adminText(admin: Admin): string {
  if ('everybody' in admin) return 'everybody';
  return 'email' in admin ? admin.email : admin.userId;
}
