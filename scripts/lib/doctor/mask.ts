/** A text without the mailbox of any address in it: ids of enterprise users and entries of metadata may hold one. */
export const withoutMailboxes = (text: string): string => text.replaceAll(/[^\s"'|,;:<>@]+@/g, '…@');
