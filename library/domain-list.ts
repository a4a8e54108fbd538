import { normalizeDomain } from './domain-name.ts';
import { loadRegistrable } from './registrable.ts';

/**
 * Limits the domains of one organization: Okta connections accept no more aliases (Management API,
 * `ConnectionDomainAliases`).
 */
export const MAX_DOMAINS = 1000;

export interface DomainList {
  /** Normalized, unique, sorted. */
  domains: string[];
  /** The entries that no customer can own, unchanged. They are input: an Action must never log them. */
  rejected: unknown[];
}

/** @param ownDomains the SaaS's own, in normal form */
export async function listDomains(entries: readonly unknown[], ownDomains: readonly string[]): Promise<DomainList> {
  const named = entries.map((entry) => ({
    entry,
    domain: typeof entry === 'string' ? normalizeDomain(entry) : undefined,
  }));
  if (named.every(({ domain }) => domain === undefined)) return { domains: [], rejected: [...entries] };

  const isRegistrable = await loadRegistrable(ownDomains);
  const domains = new Set<string>();
  const rejected: unknown[] = [];
  for (const { entry, domain } of named) {
    if (domain !== undefined && isRegistrable(domain)) domains.add(domain);
    else rejected.push(entry);
  }
  return { domains: [...domains].sort(), rejected };
}
