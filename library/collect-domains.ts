import type { Event } from './contract.ts';
import { type DomainList, listDomains } from './domain-list.ts';
import type { DomainSettings, SourceFailure } from './domain-settings.ts';

/**
 * Returns the domains that every source names, or why they cannot be known. Once no domain is left, no further source
 * is read.
 */
export async function collectDomains(event: Event, settings: DomainSettings): Promise<DomainList | SourceFailure> {
  const { sources, ownDomains } = settings;
  let common: DomainList | undefined;
  for (const source of sources) {
    const answer = await source.read(event, settings);
    if ('failure' in answer) return answer;
    const list = await listDomains(answer.entries, ownDomains);
    common = common === undefined ? list : intersect(common, list);
    if (common.domains.length === 0) break;
  }
  return common ?? { domains: [], rejected: [] };
}

const intersect = (a: DomainList, b: DomainList): DomainList => ({
  domains: a.domains.filter((domain) => b.domains.includes(domain)),
  rejected: [...a.rejected, ...b.rejected],
});
