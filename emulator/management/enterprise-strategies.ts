const STRATEGIES = new Set([
  'ad',
  'adfs',
  'auth0-adldap',
  'google-apps',
  'oidc',
  'okta',
  'pingfederate',
  'samlp',
  'waad',
]);

/** Returns whether connections of a strategy lead to a customer's own identity provider. */
export const isEnterprise = (strategy: unknown): boolean => typeof strategy === 'string' && STRATEGIES.has(strategy);
