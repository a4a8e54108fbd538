import type { EnterpriseStrategy } from '../../library/contract.ts';

const STRATEGIES: Readonly<Record<EnterpriseStrategy, true>> = {
  ad: true,
  adfs: true,
  'auth0-adldap': true,
  'google-apps': true,
  oidc: true,
  okta: true,
  pingfederate: true,
  samlp: true,
  waad: true,
};

/** Returns whether connections of a strategy lead to a customer's own identity provider. */
export const isEnterprise = (strategy: unknown): boolean =>
  typeof strategy === 'string' && Object.hasOwn(STRATEGIES, strategy);
