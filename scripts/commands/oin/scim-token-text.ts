import type { OinScimToken } from './scim-token.ts';

/** Renders the report. The token has a line of its own, so that it can be copied. */
export function oinScimTokenText({ connection, tokenId, token, scopes, validUntil }: OinScimToken): string {
  return [
    `SCIM token ${tokenId} of connection "${connection.name}": ${scopes.join(', ')}, ${validUntil ? `until ${validUntil}` : 'without an end'}`,
    'It is shown here and never again; delete it once Okta has run its tests.',
    token,
    '',
  ].join('\n');
}
