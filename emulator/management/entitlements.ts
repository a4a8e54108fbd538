/** Auth0’s subscriptions, as far as they differ in what this project needs. */
export type Plan = 'free' | 'essentials' | 'professional' | 'enterprise' | 'enterprise-non-production';

/**
 * Describes what a subscription includes, as far as this project needs it. A number is how many of something a tenant
 * may have; 0 removes the feature, reads included. Every plan can list connections: no source has a 403 for that list.
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

/** The limits of the plans at auth0.com/pricing in September 2026 (the B2C column). */
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

/** Returns the entitlements of a plan, with `otherwise` over them. */
export const entitlementsOf = (plan: Plan = 'enterprise', otherwise: Partial<Entitlements> = {}): Entitlements => ({
  ...PLANS[plan],
  ...otherwise,
});
