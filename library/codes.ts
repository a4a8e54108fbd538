/**
 * Stable reason codes: in the deny text (the first one), in logs (all), in support tickets. Never reuse or rename one.
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

/** What a login that goes on is logged with. */
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

/** A code of ours, or one that a team gave its own forbid rule. */
export type Code = `EC_${string}`;

/** All that the person and the client learn. `codes` are in the order of the decision; the first one is told. */
export const denyText = (codes: readonly Code[]): string => `Access denied (${codes[0] ?? 'EC_INTERNAL'})`;
