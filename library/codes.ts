/**
 * Lists the stable reason codes of denials. They appear in the deny text (the first one), in logs (all) and in support
 * tickets. Never reuse or rename one.
 */
export type DenyCode =
  | 'EC_CONFIG'
  | 'EC_CLIENT'
  | 'EC_PROTOCOL'
  | 'EC_NO_ORG'
  | 'EC_UNVERIFIED_EMAIL'
  | 'EC_NOT_AUTHORIZED'
  | 'EC_SCOPE_NONE'
  | 'EC_MFA_NO_FACTOR'
  | 'EC_MFA_OTHER_FACTORS'
  | 'EC_MFA_MISSING'
  | 'EC_MFA_EARLIER_CHALLENGE'
  | 'EC_MFA_STALE'
  | 'EC_MFA_WEAK'
  | 'EC_MFA_ENROLLMENT_UNLISTED'
  | 'EC_DOMAINS_NONE'
  | 'EC_DOMAINS_INVALID'
  | 'EC_DOMAINS_SOURCE_DOWN'
  | 'EC_INTERNAL';

/** Lists the codes that are logged for a login that continues. */
export type PassCode =
  | 'EC_PERMITTED'
  | 'EC_SCOPE_DEFAULTED'
  | 'EC_CHALLENGED'
  | 'EC_ENROLLING'
  | 'EC_NO_ENROLLMENT'
  | 'EC_PASSKEY_COUNTED'
  | 'EC_GRANTED'
  | 'EC_DOMAINS_SET'
  | 'EC_DOMAINS_NONE'
  | 'EC_DOMAINS_DROPPED'
  | 'EC_DOMAINS_SOURCE_DOWN';

/** A code is one of this library's, or one that a team gave its own forbid rule. */
export type Code = `EC_${string}`;

/**
 * Returns the text that the person and the client see. `codes` are in the order of the decision; the text contains the
 * first one only.
 */
export const denyText = (codes: readonly Code[]): string => `Access denied (${codes[0] ?? 'EC_INTERNAL'})`;
