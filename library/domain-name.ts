/** Top-level names no mail is routed by: RFC 2606, 6761, 6762, 7686, 9476, and ICANN's `internal`. */
const RESERVED_TLDS = ['alt', 'arpa', 'example', 'internal', 'invalid', 'local', 'localhost', 'onion', 'test'];
/** Lists the reserved domains of RFC 2606, section 3. */
const RESERVED_DOMAINS = ['example.com', 'example.net', 'example.org'];

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/**
 * Matches a top-level label. A numeric or hexadecimal last label does not match: a URL parser reads such a name as an
 * IP address.
 */
const TLD = /^([a-z]{2,63}|xn--[a-z0-9-]+)$/;
/**
 * Matches what a URL parser would change in a host: it would cut `acme.com/x` and decode `%61cme.com`. The full stops
 * are those of UTS-46.
 */
// biome-ignore lint/complexity/useRegexLiterals: a literal's Unicode classes take half of the time the Action needs to load
const nameText = (): RegExp => new RegExp('^[\\p{L}\\p{M}\\p{N}.\\u3002\\uff0e\\uff61-]+$', 'u');

/**
 * Returns the normalized form of an email domain: UTS-46 A-labels, lower case, no trailing dot, at least two labels.
 * Returns `undefined` for anything else: a URL, an address, an IP, a reserved name.
 */
export function normalizeDomain(entry: string): string | undefined {
  const name = entry.trim();
  if (!nameText().test(name)) return undefined;

  const domain = (URL.parse(`https://${name}`)?.hostname ?? '').replace(/\.$/, '');
  const labels = domain.split('.');
  const tld = labels.at(-1) ?? '';
  if (domain.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label)) || !TLD.test(tld)) {
    return undefined;
  }
  return RESERVED_TLDS.includes(tld) || RESERVED_DOMAINS.includes(labels.slice(-2).join('.')) ? undefined : domain;
}
