import type { Scope } from './scopes.ts';

/** Returns the scopes that a value permits in one organization. */
export type ReadScopes = (value: unknown, organizationId: string, nowMs: number) => readonly Scope[];

/**
 * Describes the attribute that makes users administrators: one key of `app_metadata`. The policy reads it
 * (`organizationAdmin(attribute)`), onboarding writes it, and doctor looks for it.
 */
export interface AdminAttribute {
  /** Key of `app_metadata`. */
  key: string;
  /**
   * Reads a value of another shape than the default one, a list of `{ org_id, scopes, expires_at? }`. The value is
   * input: return no scope for whatever is not of the shape. Called only where the user has the attribute.
   */
  scopesOf?: ReadScopes;
}

/**
 * Writes an attribute that has a `scopesOf` of its own. Only the commands use it: export it beside the attribute, so that
 * no Action carries it. All functions are pure and get the value of the key, which is `undefined` where a user has none.
 */
export interface AdminAttributeWriter {
  /** Returns the ids of the organizations that a value names. */
  organizations: (value: unknown) => string[];
  /**
   * Returns the value that permits exactly these scopes in the organization, and in all others what it permitted
   * before. `undefined` refuses: the value is not of the shape, or the shape cannot say these scopes.
   */
  grant: (value: unknown, organizationId: string, scopes: readonly Scope[]) => unknown;
  /** Returns the value without the organization; `null` takes the key away. */
  revoke: (value: unknown, organizationId: string) => unknown;
  /** Returns Auth0's search query for the users whose attribute names the organization. */
  search: (organizationId: string) => string;
}
