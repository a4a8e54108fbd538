/** Names the part of Auth0's published Management API that a section of `tenant.yaml` uses. */
export interface SectionApi {
  /** The operation whose request body each entry must fit. */
  create: string;
  /** The other calls of a deploy for the section. */
  calls: readonly string[];
  /** Keys of auth0-deploy-cli's own, which it does not send in that body. */
  ownKeys?: readonly string[];
}

const connections: SectionApi = {
  create: 'POST /connections',
  calls: [
    'GET /connections',
    'GET /connections/{id}',
    'PATCH /connections/{id}',
    'GET /connections/{id}/clients',
    'PATCH /connections/{id}/clients',
  ],
  ownKeys: ['directory_provisioning_configuration'],
};

/** Keys of `prompts:` that are requests of their own: auth0-deploy-cli makes them. */
export const PROMPTS_WITH_DEPLOY_CLI: readonly string[] = ['customText', 'partials', 'screenRenderers'];

/** The sections this project knows the API of. auth0-deploy-cli writes others too; they are checked by Auth0 alone. */
export const SECTION_APIS: Readonly<Record<string, SectionApi>> = {
  clientGrants: {
    create: 'POST /client-grants',
    calls: ['GET /client-grants', 'PATCH /client-grants/{id}'],
  },
  clients: { create: 'POST /clients', calls: ['GET /clients', 'GET /clients/{id}', 'PATCH /clients/{id}'] },
  connectionProfiles: {
    create: 'POST /connection-profiles',
    calls: ['GET /connection-profiles', 'PATCH /connection-profiles/{id}'],
  },
  connections,
  databases: connections,
  emailProvider: { create: 'POST /emails/provider', calls: ['GET /emails/provider', 'PATCH /emails/provider'] },
  emailTemplates: {
    create: 'POST /email-templates',
    calls: ['GET /email-templates/{templateName}', 'PATCH /email-templates/{templateName}'],
  },
  guardianFactors: {
    create: 'PUT /guardian/factors/{name}',
    calls: ['GET /guardian/factors'],
    ownKeys: ['name'],
  },
  prompts: {
    create: 'PATCH /prompts',
    calls: ['GET /prompts'],
    ownKeys: PROMPTS_WITH_DEPLOY_CLI,
  },
  resourceServers: {
    create: 'POST /resource-servers',
    calls: ['GET /resource-servers', 'PATCH /resource-servers/{id}'],
  },
  roles: {
    create: 'POST /roles',
    calls: ['GET /roles', 'PATCH /roles/{id}', 'GET /roles/{id}/permissions', 'POST /roles/{id}/permissions'],
    ownKeys: ['permissions'],
  },
  tenant: { create: 'PATCH /tenants/settings', calls: ['GET /tenants/settings'] },
  userAttributeProfiles: {
    create: 'POST /user-attribute-profiles',
    calls: ['GET /user-attribute-profiles', 'PATCH /user-attribute-profiles/{id}'],
  },
};

/** Lists what every deploy and its reading back call, whatever the file's sections. */
export const ALWAYS_CALLED: readonly string[] = [
  'GET /actions/actions',
  'GET /actions/actions/{id}',
  'POST /actions/actions',
  'PATCH /actions/actions/{id}',
  'POST /actions/actions/{id}/deploy',
  'GET /actions/modules',
  'GET /actions/triggers/{triggerId}/bindings',
  'PATCH /actions/triggers/{triggerId}/bindings',
  'GET /client-grants',
  'GET /clients',
  'GET /clients/{id}/connections',
  'GET /connection-profiles',
  'GET /guardian/factors',
  'GET /resource-servers',
  'GET /roles',
  'GET /tenants/settings',
  'GET /user-attribute-profiles',
];

/** Lists the calls for Okta's keys: `npm run oin -- key`, and the last step of a deploy. */
export const KEY_CALLS: readonly string[] = [
  'GET /clients/{client_id}/credentials',
  'POST /clients/{client_id}/credentials',
  'DELETE /clients/{client_id}/credentials/{credential_id}',
];

/** Lists the additional reads of a first run. */
export const SETUP_CALLS: readonly string[] = ['GET /custom-domains', 'GET /emails/provider', 'GET /organizations'];
