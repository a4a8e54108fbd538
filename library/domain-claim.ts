import type { DenyCode, PassCode } from './codes.ts';
import { type DomainList, MAX_DOMAINS } from './domain-list.ts';
import type { DomainSettings, SourceFailure } from './domain-settings.ts';

/**
 * Holds the aliases that the claim names, or the reasons to deny the login. Without aliases there is no claim: the
 * claim is never an empty list.
 */
export type DomainClaim = { denied: DenyCode[] } | { passed: PassCode[]; aliases: string[] };

/** Decides from the settings what to claim of the domains that were collected, or why to deny. */
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
