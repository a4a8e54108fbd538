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

export const OVERLAY: Overlay = {
  operations: {},
  query: {
    // The Terraform provider sends them in every recording of credentials.
    'GET /clients/{client_id}/credentials': PAGE,
    // auth0-deploy-cli 8.44 sends `type=tenant`.
    'GET /roles': [{ name: 'type', schema: { type: 'string' } }],
    // Documented in prose (deploy-monitor/logs/log-search-query-syntax).
    'GET /logs': [{ name: 'q', schema: { type: 'string' } }],
  },
  responses: {
    // Published as 202; recorded traffic has 200 (deploy-cli.md section 2).
    'POST /actions/actions/{id}/deploy': { 200: null },
  },
  schemas: {
    // Flags that auth0-deploy-cli 8.44 knows and that show in recorded traffic.
    TenantSettingsFlags: {
      properties: {
        use_scope_descriptions_for_consent: { type: 'boolean' },
        require_pushed_authorization_requests: { type: 'boolean' },
      },
    },
  },
};
