import type { DenyCode, PassCode } from './codes.ts';
import { type DomainList, MAX_DOMAINS } from './domain-list.ts';
import type { DomainSettings, SourceFailure } from './domain-settings.ts';

/** What the claim names, or why the login is denied. No aliases means no claim: it is never an empty list. */
export type DomainClaim = { denied: DenyCode[] } | { passed: PassCode[]; aliases: string[] };

/** What becomes of the domains that were collected, by the settings. */
export function claimOf(
  found: DomainList | SourceFailure,
  { required, onInvalid, onSourceDown }: DomainSettings,
): DomainClaim {
  if ('failure' in found) {
    const isOmitted = found.failure === 'EC_DOMAINS_SOURCE_DOWN' && onSourceDown === 'omit' && !required;
    return isOmitted ? { passed: ['EC_DOMAINS_SOURCE_DOWN'], aliases: [] } : { denied: [found.failure] };
  }
  const { domains: aliases, rejected } = found;
  const isBad = rejected.length > 0;
  if ((isBad && onInvalid === 'deny') || aliases.length > MAX_DOMAINS) return { denied: ['EC_DOMAINS_INVALID'] };

  const isEmpty = aliases.length === 0;
  if (isEmpty && required) return { denied: ['EC_DOMAINS_NONE'] };
  const dropped: PassCode[] = isBad ? ['EC_DOMAINS_DROPPED'] : [];
  return { passed: [isEmpty ? 'EC_DOMAINS_NONE' : 'EC_DOMAINS_SET', ...dropped], aliases };
}
