/** Returns the client ids of a comma-separated secret; an empty list if the secret is missing or blank. */
export function parseClientList(secret: unknown): string[] {
  if (typeof secret !== 'string') return [];
  return secret
    .split(',')
    .map((clientId) => clientId.trim())
    .filter((clientId) => clientId !== '');
}
