/** APIs of Auth0's own that a tenant has once they are asked for by their identifier. */
import { createHash } from 'node:crypto';
import type { ResourceServerRecord, TenantState } from '../state.ts';

/** Lists the fields of a system API that may change, from auth0-deploy-cli's list for `is_system`. */
export const SYSTEM_API_FIELDS: ReadonlySet<string> = new Set([
  'token_lifetime',
  'proof_of_possession',
  'skip_consent_for_verifiable_first_party_clients',
  'subject_type_authorization',
  'authorization_policy',
]);

interface SystemApi {
  defaults: Partial<ResourceServerRecord>;
  /** The fields that a body may not contain; the schema refuses `is_system` already, as it is not a parameter. */
  fixed: Pick<ResourceServerRecord, 'scopes' | 'is_system'> & Partial<ResourceServerRecord>;
}

/**
 * Describes the API of Express Configuration; its consent page shows the descriptions
 * (docs/notes/express-configuration.md#system-api).
 */
const EXPRESS_CONFIGURATION: SystemApi = {
  defaults: {
    name: 'Okta OIN Express Configuration API',
    token_lifetime: 300,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
  },
  fixed: {
    is_system: true,
    scopes: [
      { value: 'express_configure:sso', description: 'Ability to create SSO configurations' },
      { value: 'express_configure:scim', description: 'Ability to create scim configurations' },
    ],
    enforce_policies: true,
    allow_offline_access: false,
  },
};

/** Describes the My Account API, as recorded 2026-04. */
const MY_ACCOUNT: SystemApi = {
  defaults: {
    token_lifetime: 600,
    token_lifetime_for_web: 600,
    allow_offline_access: true,
    skip_consent_for_verifiable_first_party_clients: true,
    proof_of_possession: { mechanism: 'dpop', required: false },
    subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'deny_all' } },
  },
  fixed: {
    is_system: true,
    name: 'Auth0 My Account API',
    scopes: [
      { value: 'create:me:connected_accounts', description: 'Create Connected Accounts' },
      { value: 'read:me:connected_accounts', description: 'Read Connected Accounts' },
      { value: 'delete:me:connected_accounts', description: 'Delete Connected Accounts' },
    ],
  },
};

/** Returns the system API of this identifier, or undefined. */
export function systemApi(state: TenantState, identifier: string): SystemApi | undefined {
  if (identifier === 'urn:auth0:express-configure') return structuredClone(EXPRESS_CONFIGURATION);
  return identifier === `https://${state.domain}/me/` ? structuredClone(MY_ACCOUNT) : undefined;
}

interface TokenEncryption {
  encryption_key?: { pem?: string; thumbprint_sha256?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** Returns `token_encryption` as it is kept: with the thumbprint of its key, and never the key (recorded 2026-02). */
export function tokenEncryptionOf(body: { [field: string]: unknown }): { token_encryption?: TokenEncryption } {
  const sent = body.token_encryption as TokenEncryption | null | undefined;
  if (!sent?.encryption_key) return {};
  const { pem, ...key } = sent.encryption_key;
  const thumbprint = pem && createHash('sha256').update(derOf(pem)).digest('base64url');
  return {
    token_encryption: { ...sent, encryption_key: { ...key, ...(thumbprint && { thumbprint_sha256: thumbprint }) } },
  };
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
