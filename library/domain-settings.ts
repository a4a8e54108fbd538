import type { DenyCode } from './codes.ts';
import type { Event } from './contract.ts';

/** Why a source names nothing. Only `EC_DOMAINS_SOURCE_DOWN` can be passed over (`onSourceDown`). */
export interface SourceFailure {
  failure: Extract<DenyCode, 'EC_CONFIG' | 'EC_DOMAINS_INVALID' | 'EC_DOMAINS_SOURCE_DOWN'>;
}

/** What one source says of the organization of this login: its entries, as they stand. Never throws. */
export type DomainSource = (event: Event) => SourceAnswer | Promise<SourceAnswer>;

export type SourceAnswer = { entries: unknown[] } | SourceFailure;

export interface DomainSettings {
  /** `organizationMetadata`, `externalApi`, or both: then only the domains that both name. */
  sources: [DomainSource, ...DomainSource[]];
  /** Deny (`EC_DOMAINS_NONE`) instead of a token without domains. */
  required: boolean;
  /** One bad entry refuses the whole list (`EC_DOMAINS_INVALID`), or is dropped alone. */
  onInvalid: 'deny' | 'drop';
  /** A source that gives no answer: deny (`EC_DOMAINS_SOURCE_DOWN`), or a token without domains. */
  onSourceDown: 'deny' | 'omit';
  /** The SaaS's own domains, in normal form: no customer's, nor is any below them. */
  ownDomains: readonly string[];
}
