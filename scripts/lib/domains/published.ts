import { metadataEntries } from '../../../actions/lib/organization-metadata.ts';
import type { DomainRules, JudgedDomain } from './domain-rules.ts';
import type { Metadata } from './metadata-lists.ts';

export interface PublishedDomains {
  /** In normal form, unique. */
  domains: string[];
  refused: Extract<JudgedDomain, { why: string }>[];
}

/** What the Action reads of an organization's metadata, and what it refuses of it. */
export function publishedDomains(metadata: Metadata, rules: DomainRules): PublishedDomains {
  const judged = metadataEntries(metadata).map((entry) =>
    typeof entry === 'string' ? rules(entry) : { entry: JSON.stringify(entry), why: 'no text' },
  );
  return {
    domains: [...new Set(judged.flatMap((one) => ('domain' in one ? [one.domain] : [])))],
    refused: judged.flatMap((one) => ('why' in one ? [one] : [])),
  };
}
