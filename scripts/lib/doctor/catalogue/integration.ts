import type { CatalogueEntry } from '../catalogue-entry.ts';

const DEPLOY = 'Deploy it: npm run deploy -- --env <env>';

export const INTEGRATION = {
  APPLICATION_MISSING: {
    severity: 'problem',
    requirement: 'R03',
    why: 'Express Configuration sets up an application; without it there is nothing to set up.',
    fix: DEPLOY,
  },
  APPLICATION_TYPE: {
    severity: 'problem',
    requirement: 'R03',
    why: 'Only a regular web application or a single-page application can be published with Express Configuration.',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"app_type":"regular_web"}\'',
  },
  ORGANIZATION_USAGE: {
    severity: 'problem',
    requirement: 'R03',
    why: 'Customers are organizations: where the application denies them nobody logs in by one.',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"organization_usage":"allow"}\'',
  },
  EXPRESS_CONFIGURATION_MISSING: {
    severity: 'problem',
    requirement: 'R07',
    why: 'Without it Auth0 knows neither profiles nor OIN client of the application, and Okta is refused.',
    fix: DEPLOY,
  },
  EXPRESS_CONFIGURATION_SEVERAL: {
    severity: 'warning',
    requirement: 'L3',
    why: 'Each listing makes its own connection with the same email domains, and which one a person is sent to is not documented.',
    fix: 'Publish one of them and name the others under `linked_clients:` in tenant/tenant.yaml.',
  },
  CONNECTION_PROFILE_MISSING: {
    severity: 'problem',
    requirement: 'R09',
    why: 'Express Configuration makes connections by this profile, and fails without it.',
    fix: DEPLOY,
  },
  USER_ATTRIBUTE_PROFILE_MISSING: {
    severity: 'problem',
    requirement: 'R10',
    why: 'Express Configuration writes the attribute maps of OpenID Connect and SCIM from this profile.',
    fix: DEPLOY,
  },
  OIN_CLIENT_MISSING: {
    severity: 'problem',
    requirement: 'R13',
    why: 'It is the client that Okta asks for tokens as.',
    fix: DEPLOY,
  },
  OIN_ORGANIZATION_USAGE: {
    severity: 'warning',
    requirement: 'B15',
    why: 'The prompt for the organization applies only where organizations are allowed. Auth0 creates this client with require.',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"organization_usage":"require"}\'',
  },
  OIN_ORGANIZATION_PROMPT: {
    severity: 'problem',
    requirement: 'R16',
    why: 'Without a prompt the administrator is in no organization, and every token is refused (EC_NO_ORG).',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"organization_require_behavior":"pre_login_prompt"}\'',
  },
  OIN_CONNECTION_MISSING: {
    severity: 'problem',
    requirement: 'R17',
    why: 'With Prompt for Credentials administrators log in by connections of the OIN client, and it has none.',
    fix: 'Run: auth0 api patch "connections/CONNECTION_ID/clients" --data \'[{"client_id":"<client>","status":true}]\' for each connection that holds administrators.',
  },
  LINKED_CLIENT_MISSING: {
    severity: 'problem',
    requirement: 'R27',
    why: 'Express Configuration enables each connection for the linked applications, and this one is not there.',
    fix: DEPLOY,
  },
  ADMIN_LOGIN_DOMAIN: {
    severity: 'problem',
    requirement: 'R14',
    why: 'Okta sends administrators there, and it is neither the tenant nor a custom domain that is ready.',
    fix: 'Correct ADMIN_LOGIN_DOMAIN in tenant/environments/<env>.yaml, or verify the custom domain; then deploy.',
  },
  CUSTOM_DOMAIN_UNUSED: {
    severity: 'warning',
    requirement: 'R14',
    why: 'Passkeys and the redirect URI in Okta are bound to the domain that people log in at: changed later, they are set up anew.',
    fix: 'Write the custom domain as ADMIN_LOGIN_DOMAIN into tenant/environments/<env>.yaml and deploy.',
  },
  INITIATE_LOGIN_TEMPLATE: {
    severity: 'problem',
    requirement: 'R07',
    why: "Okta's tile leads there: it must be https, with no variables but the three that Okta fills in.",
    fix: 'Correct INITIATE_LOGIN_URI_TEMPLATE in tenant/environments/<env>.yaml and deploy.',
  },
  ORGANIZATION_NAME_IN_QUERY: {
    severity: 'problem',
    requirement: 'R07',
    why: '/authorize takes an organization’s id as `organization`, and refuses a name while allow_organization_name_in_authentication_api is off: every tile fails.',
    fix: 'Write organization={organization_id} into INITIATE_LOGIN_URI_TEMPLATE in tenant/environments/<env>.yaml and deploy.',
  },
  ENABLE_CLIENT_OFF: {
    severity: 'warning',
    requirement: 'R11',
    why: 'A connection that Express Configuration makes is then not enabled for the application, and logins end with "no connections enabled for the client".',
    fix: 'Write enable_client: true under `express_configuration:` in tenant/tenant.yaml and deploy.',
  },
  CONNECTION_PREFIX_TEMPLATE: {
    severity: 'problem',
    requirement: 'B26',
    why: 'At most 15 characters from letters, digits, single hyphens, {org_id} and {org_name} make a connection name.',
    fix: 'Correct connection_name_prefix_template in tenant/tenant.yaml and deploy.',
  },
  MEMBERSHIP_OPTIONAL: {
    severity: 'warning',
    requirement: 'L7',
    why: 'Express Configuration takes optional for required: everyone whom a customer’s Okta lets in becomes a member.',
    fix: 'Write assign_membership_on_login: required or none in tenant/tenant.yaml and deploy.',
  },
  INTEGRATOR_CONNECTION_MISSING: {
    severity: 'warning',
    requirement: 'R49',
    why: 'Your Okta Integrator org must be an Okta connection of the tenant, enabled for the application, before the OIN tests.',
    fix: 'Make an Okta connection to your Integrator org (Auth0 dashboard, Authentication, Enterprise) and enable it: auth0 api patch "connections/CONNECTION_ID/clients" --data \'[{"client_id":"<client>","status":true}]\'',
  },
  INTEGRATOR_CONNECTION_UNSURE: {
    severity: 'manual',
    requirement: 'R49',
    why: 'Which Okta org is yours is not on the tenant, and none of these is named as an Integrator org is.',
    fix: 'See that one of the application’s Okta connections is that of your Integrator org.',
  },
  CONNECTION_NOT_IN_GIT: {
    severity: 'warning',
    requirement: 'R05',
    why: 'Its people can log in to the client, and nobody decided so: with enable_client_connections, which is on by default, Auth0 gives a new application every connection there is.',
    fix: 'Add the client to `enabled_clients:` of each connection that it needs in tenant/tenant.yaml, and switch off the others: auth0 api patch "connections/<connection>/clients" --data \'[{"client_id":"<client>","status":false}]\'',
  },
  CONNECTION_OF_CUSTOMER: {
    severity: 'manual',
    requirement: 'R05',
    why: 'Customers’ own identity providers are made at run time and are not in git; a new application may have got them without a decision.',
    fix: 'See that each belongs to a customer of this application.',
  },
  BACK_CHANNEL_LOGOUT_MISSING: {
    severity: 'manual',
    requirement: 'R32',
    why: 'Without back-channel logout Universal Logout ends sessions at Auth0 and refresh tokens only.',
    fix: 'Choose "Partial support" for Universal Logout in the OIN Wizard, or give the application `oidc_logout: backchannel_logout_urls:` in tenant/tenant.yaml.',
  },
} as const satisfies Record<string, CatalogueEntry>;
