import { isIPv4 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { hasAllowedLetters } from '../../../library/letters.ts';

/** What no address has that a person typed: what does not show, is encoded, or is another character's spelling. */
const MISLEADING = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|%[0-9a-f]{2}|=\?|\\/iu;
/** Letters of the Latin script beside others: the others read as Latin ones. */
const MIXED = /^(?=.*\p{Script=Latin}).*(?!\p{Script=Latin})\p{L}/u;
/** Two parts, as far as a pattern can tell. */
const PARTS = /^([^\s@,;"'<>|()[\]]+)@([^\s@,;"'<>|()[\]]+\.[^\s@,;"'<>|()[\]]+)$/;

/**
 * Returns an address as Auth0 keeps it, in lower case and with its domain in A-labels, so that one mailbox is one text;
 * `undefined` where it is none, or reads as another.
 */
export function mailboxOf(address: string): string | undefined {
  const [, local = '', host = ''] = PARTS.exec(address) ?? [];
  if (local === '' || MISLEADING.test(address) || address.normalize('NFKC') !== address) return undefined;
  if (MIXED.test(local) || /^\.|\.\.|\.$/.test(local)) return undefined;
  const domain = domainToASCII(host);
  return isMailDomain(domain) ? `${local.toLowerCase()}@${domain}` : undefined;
}

/** A name of letters that its suffix allows, and no address of a machine in whatever spelling. */
const isMailDomain = (domain: string): boolean =>
  /^[^.]+(\.[^.]+)+$/.test(domain) && !isIPv4(domain) && hasAllowedLetters(domainToUnicode(domain));

/** Whether mail to both arrives at one place: what follows a `+` is a tag, and Gmail has two names and reads no dots. */
export const isSameMailbox = (a: string, b: string): boolean => deliveredTo(a) === deliveredTo(b);

function deliveredTo(mailbox: string): string {
  const [local = '', domain = ''] = mailbox.replace(/\+[^@]*@/, '@').split('@');
  return /^g(?:oogle)?mail\.com$/.test(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`;
}
