import type { DenyCode } from './codes.ts';
import type { Event } from './contract.ts';

/** Says why a source names no domains. Only `EC_DOMAINS_SOURCE_DOWN` can be tolerated (`onSourceDown`). */
export interface SourceFailure {
  failure: Extract<DenyCode, 'EC_CONFIG' | 'EC_DOMAINS_INVALID' | 'EC_DOMAINS_SOURCE_DOWN'>;
}

/** Says which email domains an organization has. The Action calls `read`; the commands use the rest. */
export interface DomainSource {
  /** Unique among the sources of a project. */
  name: string;
  /** Names of the secrets of the domains Action that `read` uses; `tenant.yaml` declares the same ones. */
  secrets: readonly string[];
  /** Names of the packages that `read` imports and Auth0 installs; `tenant.yaml` declares them with their versions. */
  dependencies: readonly string[];
  /** Returns the entries of the organization of this login as the source has them. Never throws. */
  read: (event: Event, settings: Pick<DomainSettings, 'metadataKey'>) => SourceAnswer | Promise<SourceAnswer>;
}

export type SourceAnswer = { entries: unknown[] } | SourceFailure;

export interface DomainSettings {
  /** `organizationMetadata`, `externalApi` or your own. With several, only the domains that all of them name. */
  sources: [DomainSource, ...DomainSource[]];
  /** Key of organizations' metadata that has the domains, for the Action and every command; `domains` unless set. */
  metadataKey?: string;
  /** Deny (`EC_DOMAINS_NONE`) instead of a token without domains. */
  required: boolean;
  /** One bad entry refuses the whole list (`EC_DOMAINS_INVALID`), or is dropped alone. */
  onInvalid: 'deny' | 'drop';
  /** A source that gives no answer: deny (`EC_DOMAINS_SOURCE_DOWN`), or a token without domains. */
  onSourceDown: 'deny' | 'omit';
  /** The SaaS's own domains, in normal form: no customer's, nor is any below them. */
  ownDomains: readonly string[];
}
