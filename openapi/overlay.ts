/**
 * Corrects the published document by what recorded traffic and the vendor's own tools prove. Every view is made of the
 * corrected document. `docs/sources.md` lists the evidence.
 */
import type { JsonObject } from '../emulator/state.ts';
import type { PublishedOperation } from './published.ts';
import { RECORDED_SCOPES } from './scopes.ts';

export interface SchemaPatch {
  /** Properties to add. */
  properties?: JsonObject;
  /** Properties that may be null too. */
  nullable?: readonly string[];
  /** Properties that may be absent. */
  optional?: readonly string[];
  /** Further values of an enumeration. */
  values?: readonly string[];
}

export interface Overlay {
  /** Whole operations, by key. */
  operations: Readonly<Record<string, PublishedOperation>>;
  /** Query parameters by operation. */
  query: Readonly<Record<string, readonly { name: string; schema: JsonObject }[]>>;
  /** Other schemas of published query parameters, by operation and name. */
  querySchemas: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  /** Bodies of statuses by operation; null where the answer has no body. */
  responses: Readonly<Record<string, Readonly<Record<number, JsonObject | null>>>>;
  /** Descriptions of scopes; null where tenants do not list the scope. */
  scopes: Readonly<Record<string, string | null>>;
  /** Patches by name of the schema. */
  schemas: Readonly<Record<string, SchemaPatch>>;
}

const PAGE: Overlay['query'][string] = [
  { name: 'page', schema: { type: 'integer', minimum: 0 } },
  { name: 'per_page', schema: { type: 'integer', minimum: 0, maximum: 100 } },
  { name: 'include_totals', schema: { type: 'boolean' } },
];

/** The schema of Universal Login; the document has it only under `/prompts` and `/branding`. */
const UNIVERSAL_LOGIN: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: { colors: { type: 'object' }, passwordless: { type: 'object' }, identifier_first: { type: 'boolean' } },
};

/** Connections whose tokens a client may take out of the vault. */
const VAULT_GRANTS: JsonObject = { type: 'array', items: { type: 'object' } };

const ROLE_TYPE: JsonObject = { type: 'string', enum: ['tenant', 'organization'] };
const ROLE_OWNER: SchemaPatch = { properties: { type: ROLE_TYPE, owner_id: { type: 'string' } } };
const ORGANIZATION_ACCESS: SchemaPatch = {
  properties: {
    is_app_entitlement_active: { type: 'boolean' },
    third_party_client_access: { type: 'string' },
  },
};
const RESOURCE_APP: SchemaPatch = { properties: { cross_app_access_resource_app: { type: ['object', 'null'] } } };
const ACTIONS = ['Action', 'CreateActionResponseContent', 'GetActionResponseContent', 'UpdateActionResponseContent'];
/** The field of SAML and Google Workspace, in every recording of them. */
const TICKET_URL: JsonObject = { provisioning_ticket_url: { type: 'string' } };
const CONNECTIONS = [
  'CreateConnectionResponseContent',
  'GetConnectionResponseContent',
  'UpdateConnectionResponseContent',
];
/** The requests whose field is null if a profile has none; auth0-deploy-cli 8.44 sends it back. */
const CONNECTION_PROFILES = [
  'CreateConnectionProfileRequestContent',
  'UpdateConnectionProfileRequestContent',
  'ConnectionProfile',
  'CreateConnectionProfileResponseContent',
  'GetConnectionProfileResponseContent',
  'UpdateConnectionProfileResponseContent',
];
const CUSTOM_DOMAINS = [
  'CustomDomain',
  'CreateCustomDomainResponseContent',
  'GetCustomDomainResponseContent',
  'VerifyCustomDomainResponseContent',
  'UpdateCustomDomainResponseContent',
  'GetDefaultCustomDomainResponseContent',
  'UpdateDefaultCustomDomainResponseContent',
];

const of = (schemas: readonly string[], patch: SchemaPatch): Record<string, SchemaPatch> =>
  Object.fromEntries(schemas.map((name) => [name, patch]));

export const OVERLAY: Overlay = {
  operations: {},
  query: {
    // The Terraform provider sends them in every recording of credentials.
    'GET /clients/{client_id}/credentials': PAGE,
    // Sent by the Go SDK, recorded 2025-08.
    'GET /resource-servers': [{ name: 'fields', schema: { type: 'string' } }],
    // Roles of the tenant and of organizations: recorded from 2026-08 on; auth0-deploy-cli 8.44 sends `type=tenant`.
    'GET /roles': [
      { name: 'type', schema: ROLE_TYPE },
      { name: 'owner_id', schema: { type: 'string' } },
    ],
    // Documented in prose (deploy-monitor/logs/log-search-query-syntax).
    'GET /logs': [{ name: 'q', schema: { type: 'string' } }],
  },
  querySchemas: {
    // Auth0's SDKs send 50 unless told otherwise, where the document says at most 10.
    'GET /connection-profiles': { take: { type: 'integer', minimum: 1, maximum: 100 } },
  },
  responses: {
    // Published as 202; recorded traffic has 200 (docs/notes/deploy-cli.md#deploying-an-action-is-200).
    'POST /actions/actions/{id}/deploy': { 200: null },
    // Published as 201; recorded as 200 (2025-08 to 2026-06).
    'PATCH /clients/{client_id}/credentials/{credential_id}': {
      200: { $ref: '#/components/schemas/PatchClientCredentialResponseContent' },
    },
    'PATCH /resource-servers/{id}': { 200: { $ref: '#/components/schemas/UpdateResourceServerResponseContent' } },
    'POST /actions/actions/{actionId}/versions/{id}/deploy': { 200: null },
    // Published as 200; recorded as 204 from 2023 to 2026.
    'DELETE /roles/{id}/permissions': { 204: null },
  },
  scopes: RECORDED_SCOPES,
  schemas: {
    ...of(['Role', 'GetRoleResponseContent', 'CreateRoleResponseContent', 'UpdateRoleResponseContent'], ROLE_OWNER),
    CreateRoleRequestContent: ROLE_OWNER,
    // Recorded from 2026-08 on.
    CreateOrganizationRequestContent: ORGANIZATION_ACCESS,
    UpdateOrganizationRequestContent: ORGANIZATION_ACCESS,
    // The deployed version in an older shape, in every recording since 2023.
    ...of(ACTIONS, { properties: { current_version: { type: 'object' } } }),
    ActionTriggerTypeEnum: { values: ['mcp-tool'] },
    // Recorded from 2026-07 on; refused for connections without a provider.
    CreateConnectionRequestContent: RESOURCE_APP,
    UpdateConnectionRequestContent: RESOURCE_APP,
    // Lists show the clients of a connection, as recorded until 2026-08.
    ConnectionForList: {
      properties: { ...TICKET_URL, enabled_clients: { type: 'array', items: { type: 'string' } } },
    },
    ...of(CONNECTIONS, { properties: { ...TICKET_URL, ...RESOURCE_APP.properties } }),
    ...of(CONNECTION_PROFILES, { nullable: ['strategy_overrides'] }),
    ...of(CUSTOM_DOMAINS, { properties: { created_at: { type: 'string' } } }),
    DomainVerificationMethodNameEnum: { values: ['CNAME'] },
    // Recorded with auth0-deploy-cli to 2026-08, with the Terraform provider to 2026-07.
    UpdateTenantSettingsRequestContent: { properties: { universal_login: UNIVERSAL_LOGIN } },
    GetTenantSettingsResponseContent: { properties: { universal_login: UNIVERSAL_LOGIN } },
    UpdateTenantSettingsResponseContent: { properties: { universal_login: UNIVERSAL_LOGIN } },
    // Null takes each of them away (recorded 2026).
    UpdateClientRequestContent: {
      nullable: ['addons', 'oidc_backchannel_logout', 'signed_request_object', 'token_vault_privileged_access'],
    },
    // Recorded 2026-08.
    ClientTokenVaultPrivilegedAccessWithCredentialId: { properties: { grants: VAULT_GRANTS } },
    ClientTokenVaultPrivilegedAccessWithPublicKey: { properties: { grants: VAULT_GRANTS } },
    // Recorded 2025-08 to 2026-06; the document has it in answers alone.
    CreateResourceServerRequestContent: { properties: { token_lifetime_for_web: { type: 'integer', minimum: 1 } } },
    UpdateResourceServerRequestContent: { properties: { token_lifetime_for_web: { type: 'integer', minimum: 1 } } },
    // Flags that auth0-deploy-cli 8.44 knows and that show in recorded traffic.
    TenantSettingsFlags: {
      properties: {
        use_scope_descriptions_for_consent: { type: 'boolean' },
        require_pushed_authorization_requests: { type: 'boolean' },
        // Answered, and never sent.
        allow_other_legacy_grant_types: { type: 'boolean' },
        cannot_change_enforce_client_authentication_on_passwordless_start: { type: 'boolean' },
        enable_custom_domain_in_emails: { type: 'boolean' },
        enable_legacy_logs_search_v2: { type: 'boolean' },
        new_universal_login_experience_enabled: { type: 'boolean' },
        universal_login: { type: 'boolean' },
      },
    },
  },
};
