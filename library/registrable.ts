import { hasAllowedLetters } from './letters.ts';
import { FREE_MAIL_DOMAINS, FREE_MAIL_NAMES, SHARED_HOSTS, words } from './shared-domains.ts';

/**
 * Loads the Public Suffix List, which takes about 10 ms, and returns a function that says whether a customer can own a
 * domain. Such a domain is registrable by the list (its ICANN and its private section) or below a registrable one. It
 * is not a public mail provider's, not below a shared host, not one of `ownDomains`, and has only letters that its
 * suffix allows.
 *
 * @param ownDomains the SaaS's own, in normal form
 */
export async function loadRegistrable(ownDomains: readonly string[]): Promise<(domain: string) => boolean> {
  const { parse } = await import('tldts');
  const { domainToUnicode } = await import('node:url');
  const mailNames = words(FREE_MAIL_NAMES);
  const refused = new Set([...words(FREE_MAIL_DOMAINS), ...ownDomains]);
  const hosts = new Set(words(SHARED_HOSTS));
  return (domain) => {
    const found = parse(domain, { allowPrivateDomains: true, extractHostname: false });
    const isListed = found.isIcann === true || found.isPrivate === true;
    if (!isListed || found.domain === null || mailNames.includes(found.domainWithoutSuffix ?? '')) return false;
    if (domain.includes('xn--') && !hasAllowedLetters(domainToUnicode(domain))) return false;
    const [self = '', ...parents] = selfAndParents(domain);
    return !refused.has(self) && !parents.some((name) => refused.has(name) || hosts.has(name));
  };
}

/** Returns a domain and its parents: for `a.b.com` itself, `b.com` and `com`. */
function selfAndParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_label, index) => labels.slice(index).join('.'));
}
