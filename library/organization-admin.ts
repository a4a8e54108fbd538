import type { AdminAttribute, ReadScopes } from './admin-attribute.ts';
import { instantMs, nonBlank, own, read } from './read.ts';
import type { Rule } from './rules.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** The attribute where `actions/config.ts` exports none. */
export const DEFAULT_ATTRIBUTE: AdminAttribute = { key: 'express_configure' };

/** Returns the scopes of an entry, or none where it is malformed or over. */
function scopesOfEntry(entry: unknown, nowMs: number): Scope[] {
  const listed = own(entry, 'scopes');
  if (!Array.isArray(listed)) return [];
  const scopes = SCOPES.filter((scope) => listed.includes(scope));
  if (!listed.every((scope) => SCOPES.some((known) => known === scope))) return [];

  const expiresAt = own(entry, 'expires_at');
  if (expiresAt === undefined) return scopes;
  const expiresAtMs = instantMs(expiresAt);
  return expiresAtMs !== undefined && nowMs < expiresAtMs ? scopes : [];
}

/**
 * Reads a list of `{ org_id, scopes, expires_at? }` with at least one scope, `expires_at` being ISO 8601 with time and
 * zone, exclusive.
 */
export const scopesInList: ReadScopes = (entries, organizationId, nowMs) =>
  Array.isArray(entries)
    ? entries.filter((entry) => own(entry, 'org_id') === organizationId).flatMap((entry) => scopesOfEntry(entry, nowMs))
    : [];

/**
 * Permits what the attribute says for the organization of this login, and for no other. Without an argument the attribute
 * is `app_metadata.express_configure`.
 */
export const organizationAdmin =
  ({ key, scopesOf = scopesInList }: AdminAttribute = DEFAULT_ATTRIBUTE): Rule =>
  (event, nowMs) => {
    const organizationId = nonBlank(read(event, 'organization', 'id'));
    const value = own(read(event, 'user', 'app_metadata'), key);
    if (organizationId === undefined || value === undefined) return [];
    const scopes: unknown = scopesOf(value, organizationId, nowMs);
    return Array.isArray(scopes) ? scopes : [];
  };
