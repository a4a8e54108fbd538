import { createHash } from 'node:crypto';
import type { ScimTokenRecord } from '../records/management.ts';
import { isoNow, type TenantState } from '../state.ts';

export const SCIM_SCOPES = ['get:users', 'post:users', 'put:users', 'patch:users', 'delete:users'];

/** Returns the hash of a token; the tenant keeps only the hash. */
export const hashScimToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A token with every scope and no end; it is known here and now only. */
export function issueScimToken(state: TenantState, connectionId: string): { record: ScimTokenRecord; token: string } {
  const token_id = state.newId('tok_');
  const token = `${token_id}.${state.newId('', 64)}`;
  const record: ScimTokenRecord = {
    token_id,
    connection_id: connectionId,
    scopes: SCIM_SCOPES,
    created_at: isoNow(state),
    tokenHash: hashScimToken(token),
  };
  state.scimTokens.push(record);
  return { record, token };
}

/**
 * Returns the connection's token, and records its use; `undefined` if it is unknown, another connection's, or has
 * expired.
 */
export function useScimToken(state: TenantState, connectionId: string, token: string): ScimTokenRecord | undefined {
  const tokenHash = hashScimToken(token);
  const record = state.scimTokens.find((row) => row.connection_id === connectionId && row.tokenHash === tokenHash);
  const isOver = record?.valid_until !== undefined && Date.parse(record.valid_until) <= state.clock();
  if (record === undefined || isOver) return undefined;
  record.last_used_at = isoNow(state);
  return record;
}
