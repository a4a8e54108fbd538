import { isIPv4 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { hasAllowedLetters } from '../../../library/letters.ts';

/** Matches what no typed address has: invisible characters, encoded ones, or those that look like another. */
const MISLEADING = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|%[0-9a-f]{2}|=\?|\\/iu;
/** Letters of the Latin script beside others: the others read as Latin ones. */
const MIXED = /^(?=.*\p{Script=Latin}).*(?!\p{Script=Latin})\p{L}/u;
/** Matches the two parts of an address, as far as a pattern can. */
const PARTS = /^([^\s@,;"'<>|()[\]]+)@([^\s@,;"'<>|()[\]]+\.[^\s@,;"'<>|()[\]]+)$/;

/**
 * Returns an address as Auth0 keeps it, in lower case and with its domain in A-labels, so that one mailbox has one
 * text; `undefined` if it is not an address, or looks like another one.
 */
export function mailboxOf(address: string): string | undefined {
  const [, local = '', host = ''] = PARTS.exec(address) ?? [];
  if (local === '' || MISLEADING.test(address) || address.normalize('NFKC') !== address) return undefined;
  if (MIXED.test(local) || /^\.|\.\.|\.$/.test(local)) return undefined;
  const domain = domainToASCII(host);
  return isMailDomain(domain) ? `${local.toLowerCase()}@${domain}` : undefined;
}

/** Returns whether a name has only letters that its suffix allows, and is not a machine's address in any notation. */
const isMailDomain = (domain: string): boolean =>
  /^[^.]+(\.[^.]+)+$/.test(domain) && !isIPv4(domain) && hasAllowedLetters(domainToUnicode(domain));

/**
 * Returns whether mail to both arrives in the same mailbox: the part after `+` is a tag, and Gmail has two names and
 * ignores dots.
 */
export const isSameMailbox = (a: string, b: string): boolean => deliveredTo(a) === deliveredTo(b);

function deliveredTo(mailbox: string): string {
  const [local = '', domain = ''] = mailbox.replace(/\+[^@]*@/, '@').split('@');
  return /^g(?:oogle)?mail\.com$/.test(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`;
}
