import { FREE_MAIL_DOMAINS, FREE_MAIL_NAMES, SHARED_HOSTS, words } from './shared-domains.ts';

/**
 * Under a Latin suffix, letters that can be taken for Latin ones: dotless i, kra, phonetic, combining, Greek, Cyrillic,
 * Armenian and Cherokee ones (UTS 39, confusables). `xn--gmil-63d.com` reads gmail.com.
 */
const LOOK_ALIKE = /[\u0300-\u058f\u0131\u0138\u0250-\u02af\u13a0-\u13ff\uab70-\uabbf].*[a-z]$/;

/**
 * Loads the Public Suffix List, which takes some 10 ms, and gives the test of whether a customer can own a domain: one
 * that is registrable by the list (its ICANN and its private section) or below such a one, nobody's mailboxes for
 * everybody, not ours, and nothing that reads as another name.
 *
 * @param ownDomains the SaaS's own, in normal form
 */
export async function loadRegistrable(ownDomains: readonly string[]): Promise<(domain: string) => boolean> {
  const { parse } = await import('tldts');
  const { domainToUnicode } = await import('node:url');
  const mailNames = words(FREE_MAIL_NAMES);
  const refused = new Set([...words(FREE_MAIL_DOMAINS + SHARED_HOSTS), ...ownDomains]);
  return (domain) => {
    const found = parse(domain, { allowPrivateDomains: true, extractHostname: false });
    const isListed = found.isIcann === true || found.isPrivate === true;
    if (!isListed || found.domain === null || mailNames.includes(found.domainWithoutSuffix ?? '')) return false;
    if (LOOK_ALIKE.test(domainToUnicode(domain))) return false;
    return !selfAndParents(domain).some((name) => refused.has(name));
  };
}

/** `a.b.com`: itself, `b.com`, `com`. */
function selfAndParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_label, index) => labels.slice(index).join('.'));
}
