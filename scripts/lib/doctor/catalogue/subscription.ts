import type { CatalogueEntry } from '../catalogue-entry.ts';

export const SUBSCRIPTION = {
  SUBSCRIPTION_ORGANIZATIONS: {
    severity: 'problem',
    requirement: 'R02',
    why: 'Each customer is an organization, and Express Configuration makes connections in one.',
    fix: 'Change the subscription to one that includes Organizations (Auth0 dashboard, Settings, Subscription).',
  },
  SUBSCRIPTION_OKTA_CONNECTIONS: {
    severity: 'manual',
    requirement: 'R02',
    why: 'Express Configuration makes an Okta connection for each customer, and no API tells whether the subscription includes any.',
    fix: 'See that the subscription includes as many Okta connections as there will be customers (Auth0 dashboard, Settings, Subscription).',
  },
  SUBSCRIPTION_ROLES: {
    severity: 'problem',
    requirement: 'R20',
    why: 'tenant.yaml permits administrators by a role, and the tenant has no roles.',
    fix: 'Change the subscription, or remove `roles:` from tenant/tenant.yaml and role(…) from actions/policy.ts.',
  },
  SUBSCRIPTION_FACTOR: {
    severity: 'problem',
    requirement: 'R46',
    why: 'A factor that tenant.yaml turns on is refused, and with it the deploy.',
    fix: 'Change the subscription, or remove the factor from tenant/tenant.yaml and from stepUp in actions/config.ts.',
  },
} as const satisfies Record<string, CatalogueEntry>;
