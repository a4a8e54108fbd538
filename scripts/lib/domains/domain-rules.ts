import { domainToUnicode } from 'node:url';
import { normalizeDomain } from '../../../library/domain-name.ts';
import { metadataKeyOf } from '../../../library/organization-metadata.ts';
import { loadRegistrable } from '../../../library/registrable.ts';
import { evaluate } from '../bundle/evaluate.ts';
import type { Failure, Place } from '../failures.ts';
import { isBelowSharedHost, loadListedMail } from './mail-lists.ts';

export type JudgedDomain =
  | { entry: string; domain: string }
  /** `why` is an end of "it is …". */
  | { entry: string; why: string };

/** Judges an email domain exactly as the deployed domains Action does. */
export interface DomainRules {
  (entry: string): JudgedDomain;
  /** Key of organizations' metadata where the Action reads domains (`KEY`, `KEY_2`, …), by `actions/config.ts`. */
  readonly metadataKey: string;
}

/** Letters that look like a slash, a hyphen or a dot where no other of their script is beside them: `acme.comノx.jp`. */
const READS_AS_SEPARATOR = /(?<=[a-z\d.])[ノソンゾヽ丶丨丿一ー]+(?=[a-z\d.])/;

const ENTRY = `
import { domains } from './actions/config.ts';
import { metadataKeyOf } from 'library:organization-metadata.ts';
ownDomains = domains.ownDomains;
metadataKey = metadataKeyOf(domains);
`;

/**
 * Loads the Action's normal form and refusals, and a list of mailboxes for everybody that is too large for an Action, with the `ownDomains` of
 * this project's `actions/config.ts`.
 */
export async function loadDomainRules(rootDir: string): Promise<DomainRules> {
  const settings = { ownDomains: [] as string[], metadataKey: metadataKeyOf({}) };
  const { ownDomains, metadataKey } = await evaluate(rootDir, ENTRY, settings, undefined);
  const isRegistrable = await loadRegistrable(ownDomains);
  const isListedMail = await loadListedMail();
  const judge = (entry: string): JudgedDomain => {
    const domain = normalizeDomain(entry);
    if (domain === undefined) {
      return { entry, why: 'no domain name (a URL, an address, an IP, a reserved or misleading name)' };
    }
    if (!isRegistrable(domain)) {
      return {
        entry,
        why: 'a public suffix, a provider’s domain that belongs to everybody, below a host that many share, of letters that its suffix does not allow, or one of yours',
      };
    }
    if (READS_AS_SEPARATOR.test(domainToUnicode(domain))) {
      return { entry, why: 'a name with a letter that reads as a slash or a hyphen' };
    }
    if (isBelowSharedHost(domain)) return { entry, why: 'below a host that many share' };
    return isListedMail(domain)
      ? { entry, why: 'a domain of mailboxes for everybody, by a public list of them' }
      : { entry, domain };
  };
  return Object.assign(judge, { metadataKey });
}

/** Returns a failure with the code with which the Action denies a login. */
export const refusedDomain = ({ entry, why }: { entry: string; why: string }, where?: Place): Failure => ({
  code: 'EC_DOMAINS_INVALID',
  expected: 'email domains that one customer can own',
  found: `${JSON.stringify(entry)}, which is ${why}`,
  ...(where && { where }),
  fix: 'Name the domain after the @ of the customer’s email addresses, such as acme.com.',
});
