/** Applies `PATCH /clients/{id}` to a client. */
import { isObject } from '../is-object.ts';
import type { ClientRecord } from '../state.ts';
import { logoutOf, sessionTransferOf } from './client-defaults.ts';
import { mergeMetadata, withoutNulls } from './metadata.ts';

/** Lists objects of which a PATCH changes only the keys that it names (recorded 2026). */
const MERGED = ['jwt_configuration', 'refresh_token', 'session_transfer'] as const;

/** Returns the client with the changes of a PATCH; the record stays as it is. */
export function patchedClient(client: ClientRecord, body: Partial<ClientRecord>): ClientRecord {
  const merged = MERGED.flatMap((field) => {
    const sent = body[field];
    return isObject(sent) ? [[field, withoutNulls({ ...Object(client[field]), ...sent })]] : [];
  });
  const changed: ClientRecord = { ...client, ...body, ...logoutOf(body), ...Object.fromEntries(merged) };
  if (isObject(changed.session_transfer)) Object.assign(changed, sessionTransferOf(changed));
  if (body.client_metadata) changed.client_metadata = mergeMetadata(client.client_metadata, body.client_metadata);
  if (body.client_authentication_methods && body.token_endpoint_auth_method === undefined) {
    changed.token_endpoint_auth_method = null;
  }
  // Auth0 stores an empty address as null (recorded 2026-01).
  if (changed.initiate_login_uri === '') changed.initiate_login_uri = null;
  return changed;
}
