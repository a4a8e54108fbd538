/** Machine-to-machine applications for the Management API that a tenant starts with. */
import { randomBytes } from 'node:crypto';
import { newClient } from './management/client-defaults.ts';
import { managementScopes } from './management/management-scopes.ts';
import type { TenantState } from './state.ts';

/** Holds the credentials for client_credentials. */
export interface ClientLogin {
  clientId: string;
  clientSecret: string;
}

export const seedDeployClient = (state: TenantState, audience: string): ClientLogin =>
  seedClient(state, audience, 'Deploy CLI', managementScopes());

/**
 * Makes a client with read scopes only. It does not get `read:client_keys`, which shows the secrets of every
 * application.
 */
export function seedReadOnlyClient(state: TenantState, audience: string): ClientLogin {
  const scopes = managementScopes().filter((scope) => scope.startsWith('read:') && scope !== 'read:client_keys');
  return seedClient(state, audience, 'Deploy CLI (read only)', scopes);
}

function seedClient(state: TenantState, audience: string, name: string, scope: string[]): ClientLogin {
  const clientId = state.newId('', 32);
  const clientSecret = randomBytes(32).toString('base64url');
  const token_endpoint_auth_method = 'client_secret_post';
  state.clients.push({
    ...newClient({ name, app_type: 'non_interactive', token_endpoint_auth_method }, state),
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ['client_credentials'],
  });
  state.clientGrants.push({ id: state.newId('cgr_'), client_id: clientId, audience, scope, subject_type: 'client' });
  return { clientId, clientSecret };
}
