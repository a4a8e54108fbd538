/** Returns the local environment's file with values that a company could have. */
export const realValues = (local: string): string =>
  local.replaceAll('acme.example', 'acme-saas.com').replace('Acme (local)', 'Acme');
