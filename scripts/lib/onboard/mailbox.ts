import { domainToASCII } from 'node:url';

/** What no address has that a person typed: what does not show, is encoded, or is another character's spelling. */
const MISLEADING = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|%[0-9a-f]{2}|=\?|\\/iu;
/** Two parts, as far as a pattern can tell. */
const PARTS = /^([^\s@,;"'<>|()[\]]+)@([^\s@,;"'<>|()[\]]+\.[^\s@,;"'<>|()[\]]+)$/;

/**
 * Returns an address as Auth0 keeps it, in lower case and with its domain in A-labels, so that one mailbox is one text;
 * `undefined` where it is none, or reads as another.
 */
export function mailboxOf(address: string): string | undefined {
  const [, local = '', host = ''] = PARTS.exec(address) ?? [];
  if (local === '' || MISLEADING.test(address) || address.normalize('NFKC') !== address) return undefined;
  const domain = domainToASCII(host);
  return domain === '' || domain.endsWith('.') || !domain.includes('.')
    ? undefined
    : `${local.toLowerCase()}@${domain}`;
}

/** Whether mail to both arrives at one place: what follows a `+` is a tag. */
export const isSameMailbox = (a: string, b: string): boolean => untagged(a) === untagged(b);

const untagged = (mailbox: string): string => mailbox.replace(/\+[^@]*@/, '@');
