/** Client ids of a comma-separated secret; none where it is missing or blank. */
export function parseClientList(secret: unknown): string[] {
  if (typeof secret !== 'string') return [];
  return secret
    .split(',')
    .map((clientId) => clientId.trim())
    .filter((clientId) => clientId !== '');
}
