/** Auth0’s subscriptions, as far as they differ in what this project needs. */
export type Plan = 'free' | 'essentials' | 'professional' | 'enterprise' | 'enterprise-non-production';

/**
 * What a subscription includes, of what this project needs. A number is how many of something a tenant may have; 0 takes
 * the feature away, reads included. Connections alone are listed on every plan: no source has a 403 of that list.
 */
export interface Entitlements {
  maxClients: number;
  maxOrganizations: number;
  maxEnterpriseConnections: number;
  maxCustomDomains: number;
  /** Roles and their permissions. */
  rbac: boolean;
  /** Auth0's store of organizations' email domains. Which plans have it is not known: all, unless told. */
  discoveryDomains: boolean;
  /** Factors that can be switched on. */
  factors: readonly string[] | 'all';
}

const ENTERPRISE: Entitlements = {
  maxClients: Number.POSITIVE_INFINITY,
  maxOrganizations: 100_000,
  maxEnterpriseConnections: Number.POSITIVE_INFINITY,
  maxCustomDomains: Number.POSITIVE_INFINITY,
  rbac: true,
  discoveryDomains: true,
  factors: 'all',
};

/** auth0.com/pricing of September 2026 (the B2C column). */
const PLANS: Record<Plan, Entitlements> = {
  // Ten applications is what such a tenant was seen to have; its one custom domain asks for a card on file, here not given.
  free: {
    maxClients: 10,
    maxOrganizations: 5,
    maxEnterpriseConnections: 1,
    maxCustomDomains: 0,
    rbac: false,
    discoveryDomains: true,
    factors: [],
  },
  // The page calls its factors "Pro MFA" without listing them: read narrowly.
  essentials: {
    ...ENTERPRISE,
    maxOrganizations: 10,
    maxEnterpriseConnections: 1,
    factors: ['otp', 'duo', 'recovery-code'],
  },
  professional: { ...ENTERPRISE, maxOrganizations: 10, maxEnterpriseConnections: 1 },
  enterprise: ENTERPRISE,
  'enterprise-non-production': ENTERPRISE,
};

export const includesFactor = ({ factors }: Entitlements, name: string): boolean =>
  factors === 'all' || factors.includes(name);

/** Of a plan, with what is said otherwise. */
export const entitlementsOf = (plan: Plan = 'enterprise', otherwise: Partial<Entitlements> = {}): Entitlements => ({
  ...PLANS[plan],
  ...otherwise,
});
