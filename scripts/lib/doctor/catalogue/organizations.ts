import type { CatalogueEntry } from '../catalogue-entry.ts';

const METADATA = 'auth0 api patch "organizations/<organizationId>" --data \'{"metadata":{"domains":"…"}}\'';

export const ORGANIZATIONS = {
  ORGANIZATION_WITHOUT_ADMIN: {
    severity: 'warning',
    requirement: 'R41',
    why: 'Nobody whom the policy permits was found: the customer can not express-configure (403 in Okta).',
    fix: 'Give a member the role, or app_metadata.express_configure; see why someone is denied with npm run doctor -- --env <env> --org <organization> --user EMAIL.',
  },
  ORGANIZATION_WITHOUT_CONNECTION: {
    severity: 'warning',
    requirement: 'R42',
    why: 'With no connection enabled nobody logs in to the organization, its administrator neither.',
    fix: 'Run: auth0 api post "organizations/<organizationId>/enabled_connections" --data \'{"connection_id":"CONNECTION_ID","assign_membership_on_login":false}\'',
  },
  MEMBERSHIP_ON_LOGIN: {
    severity: 'problem',
    requirement: 'R42',
    why: 'Whoever has an account in this connection, which customers share, becomes a member by logging in (T6). While an invitation waits, onboarding has it on for that, with sign-up.',
    fix: 'Onboard that administrator again once the invitation is accepted, which takes it back. Otherwise run: auth0 api patch "organizations/<organizationId>/enabled_connections/<connection>" --data \'{"assign_membership_on_login":false,"is_signup_enabled":false}\'',
  },
  CONNECTION_OF_SEVERAL_ORGANIZATIONS: {
    severity: 'warning',
    requirement: 'T1',
    why: 'The identity provider of one customer says who logs in to the other one too: it can assert an account that may configure the other.',
    fix: 'Leave it in the organization whose identity provider it is: auth0 api delete "organizations/ORG_ID/enabled_connections/<connection>". One customer with several organizations may keep it.',
  },
  ORGANIZATION_OKTA_SEVERAL: {
    severity: 'warning',
    requirement: 'L2',
    why: 'One Okta org and one instance of the application make one connection; which one a second one’s people are sent to is not documented.',
    fix: 'Delete the one that is not in use: auth0 api delete "organizations/<organizationId>/enabled_connections/CONNECTION_ID"',
  },
  ORGANIZATION_CONNECTION_LIMIT: {
    severity: 'warning',
    requirement: 'L9',
    why: 'An organization has at most ten connections: with no room Express Configuration can not add one.',
    fix: 'Take one out: auth0 api delete "organizations/<organizationId>/enabled_connections/CONNECTION_ID"',
  },
  ORGANIZATION_CONNECTION_NOT_ENABLED: {
    severity: 'warning',
    requirement: 'R37',
    why: 'People get "no connections enabled for the client". Right after Express Configuration it passes within minutes.',
    fix: 'Wait some minutes; then run: auth0 api patch "connections/<connection>/clients" --data \'[{"client_id":"<client>","status":true}]\'',
  },
  ORGANIZATION_NAME: {
    severity: 'warning',
    requirement: 'B26',
    why: 'Connection names have no underscore, and {org_name} is part of them: what becomes of it is not documented.',
    fix: 'Use {org_id} in connection_name_prefix_template (with the same doubt), or rename: auth0 api patch "organizations/<organizationId>" --data \'{"name":"…"}\'',
  },
  DOMAINS_INVALID: {
    severity: 'problem',
    requirement: 'B4',
    why: 'No customer can own such a domain, or it is no domain: the login is refused (EC_DOMAINS_INVALID), or it is dropped.',
    fix: `Correct it: ${METADATA}`,
  },
  DOMAINS_MISSING: {
    severity: 'problem',
    requirement: 'R23',
    why: 'actions/config.ts requires domains, and the organization has none (EC_DOMAINS_NONE).',
    fix: `Write them: ${METADATA}`,
  },
  DOMAINS_UNVERIFIED: {
    severity: 'warning',
    requirement: 'T1',
    why: 'Nothing on the tenant says that the customer proved the domain: home realm discovery sends its people to whoever claimed it.',
    fix: 'Have it proven by DNS and note it: auth0 api post "organizations/<organizationId>/discovery-domains" --data \'{"domain":"<domain>","status":"verified","use_for_organization_discovery":false}\'',
  },
  DOMAIN_SHARED: {
    severity: 'problem',
    requirement: 'T3',
    why: 'Two organizations claim it: people of the one may be sent to the Okta of the other.',
    fix: 'Find out whose it is and take it from the other’s metadata: auth0 api patch "organizations/ORG_ID" --data \'{"metadata":{"domains":"…"}}\'',
  },
  DOMAIN_ALIASES_DIFFER: {
    severity: 'warning',
    requirement: 'T27',
    why: 'The live connection routes other domains than the organization has: home realm discovery goes by the connection.',
    fix: 'Have the customer run Express Configure SSO again, or correct options.domain_aliases of the connection in the Auth0 dashboard.',
  },
  SCIM_TOKENS_SEVERAL: {
    severity: 'warning',
    requirement: 'R36',
    why: 'A connection has at most two active tokens; more are left over, and each provisions users.',
    fix: 'Delete what is not in use: auth0 api delete "connections/<connection>/scim-configuration/tokens/TOKEN_ID"',
  },
  SCIM_TOKEN_EXPIRES: {
    severity: 'warning',
    requirement: 'R36',
    why: 'Without a token that lasts Okta stops provisioning, leavers included.',
    fix: 'Have the customer run Express Configure SCIM again, which makes a new token.',
  },
} as const satisfies Record<string, CatalogueEntry>;
