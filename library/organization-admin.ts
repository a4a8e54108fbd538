import type { Event } from './contract.ts';
import { instantMs, nonBlank, own, read } from './read.ts';
import type { Rule } from './rules.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** Scopes of an entry, or none where it is malformed or over. */
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
 * Permits what `app_metadata.express_configure` lists for the organization of this login, and for no other: a list of
 * `{ org_id, scopes, expires_at? }` with at least one scope, `expires_at` being ISO 8601 with time and zone, exclusive.
 */
export const organizationAdmin = (): Rule => (event: Event, nowMs: number) => {
  const organizationId = nonBlank(read(event, 'organization', 'id'));
  const entries = own(read(event, 'user', 'app_metadata'), 'express_configure');
  if (organizationId === undefined || !Array.isArray(entries)) return [];
  return entries
    .filter((entry) => own(entry, 'org_id') === organizationId)
    .flatMap((entry) => scopesOfEntry(entry, nowMs));
};
