/**
 * What recorded traffic and the vendor's own tools prove, and the published document lacks or says otherwise. Every view
 * is made of the document with this upon it. `docs/sources.md` lists the evidence.
 */
import type { JsonObject } from '../emulator/state.ts';
import type { PublishedOperation } from './published.ts';

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
  /** Bodies of statuses by operation; null where the answer has no body. */
  responses: Readonly<Record<string, Readonly<Record<number, JsonObject | null>>>>;
  /** By name of the schema. */
  schemas: Readonly<Record<string, SchemaPatch>>;
}

const PAGE: Overlay['query'][string] = [
  { name: 'page', schema: { type: 'integer', minimum: 0 } },
  { name: 'per_page', schema: { type: 'integer', minimum: 0, maximum: 100 } },
  { name: 'include_totals', schema: { type: 'boolean' } },
];

/** Of Universal Login; the document has it under `/prompts` and `/branding` alone. */
const UNIVERSAL_LOGIN: JsonObject = {
  type: 'object',
  additionalProperties: false,
  properties: { colors: { type: 'object' }, passwordless: { type: 'object' }, identifier_first: { type: 'boolean' } },
};

/** Connections whose tokens a client may take out of the vault. */
const VAULT_GRANTS: JsonObject = { type: 'array', items: { type: 'object' } };

export const OVERLAY: Overlay = {
  operations: {},
  query: {
    // The Terraform provider sends them in every recording of credentials.
    'GET /clients/{client_id}/credentials': PAGE,
    // Sent by the Go SDK, recorded 2025-08.
    'GET /resource-servers': [{ name: 'fields', schema: { type: 'string' } }],
    // auth0-deploy-cli 8.44 sends `type=tenant`.
    'GET /roles': [{ name: 'type', schema: { type: 'string' } }],
    // Documented in prose (deploy-monitor/logs/log-search-query-syntax).
    'GET /logs': [{ name: 'q', schema: { type: 'string' } }],
  },
  responses: {
    // Published as 202; recorded traffic has 200 (deploy-cli.md section 2).
    'POST /actions/actions/{id}/deploy': { 200: null },
    // Published as 201; recorded as 200 (2025-08 to 2026-06).
    'PATCH /clients/{client_id}/credentials/{credential_id}': {
      200: { $ref: '#/components/schemas/PatchClientCredentialResponseContent' },
    },
    'PATCH /resource-servers/{id}': { 200: { $ref: '#/components/schemas/UpdateResourceServerResponseContent' } },
  },
  schemas: {
    // Flags that auth0-deploy-cli 8.44 knows and that show in recorded traffic.
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
