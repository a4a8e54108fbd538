import { organizationMetadata } from '../../../library/organization-metadata.ts';
import { syntheticMember } from '../verify/synthetic-member.ts';
import type { DomainRules, JudgedDomain } from './domain-rules.ts';
import type { Metadata } from './metadata-lists.ts';

export interface PublishedDomains {
  /** The domains in normal form, unique. */
  domains: string[];
  refused: Extract<JudgedDomain, { why: string }>[];
}

/**
 * Returns the domains that the Action reads from an organization's metadata, by its own reader, and those that it
 * refuses.
 */
export async function publishedDomains(metadata: Metadata, rules: DomainRules): Promise<PublishedDomains> {
  const event = syntheticMember('', [], 0);
  const organization = { id: 'org_read', name: 'read', display_name: 'Read', metadata: { ...metadata } };
  const answer = await organizationMetadata.read({ ...event, organization }, rules);
  const judged = ('entries' in answer ? answer.entries : []).map((entry) =>
    typeof entry === 'string' ? rules(entry) : { entry: JSON.stringify(entry), why: 'no text' },
  );
  return {
    domains: [...new Set(judged.flatMap((one) => ('domain' in one ? [one.domain] : [])))],
    refused: judged.flatMap((one) => ('why' in one ? [one] : [])),
  };
}
