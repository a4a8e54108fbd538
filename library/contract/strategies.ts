/**
 * Names the strategies of connections that lead to a customer's own identity provider (Auth0 documentation, "Enterprise
 * identity providers"). Customers share all others: databases, passwordless and social connections.
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
