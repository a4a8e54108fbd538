/**
 * Strategies of connections that lead to a customer's own identity provider (Auth0 documentation, "Enterprise identity
 * providers"). All others are shared by customers: databases, passwordless and social connections.
 */
export type EnterpriseStrategy =
  | 'ad'
  | 'adfs'
  | 'auth0-adldap'
  | 'google-apps'
  | 'oidc'
  | 'okta'
  | 'pingfederate'
  | 'samlp'
  | 'waad';
