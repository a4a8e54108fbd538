/** The `format`s that only answers have; the others are the emulator's. */
export const responseFormats: Record<string, RegExp | ((text: string) => boolean)> = {
  'authenticator-id': /^\S+$/,
  'organization-discovery-domain-id': /^\w+$/,
  'strict-https-uri': (text) => URL.canParse(text) && new URL(text).protocol === 'https:',
  'ticket-id': /^\w+$/,
  'user-invitation-id': /^uinv_\w+$/,
};
