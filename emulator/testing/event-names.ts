/** Holds a project's names that events contain. */
export interface EventNames {
  /** Key of organizations' metadata that has the email domains. */
  metadataKey: string;
  /** Name of the role that permits; `undefined` where the project has none. */
  adminRole: string | undefined;
  attribute: EventAttribute;
}

/**
 * Describes the attribute of `app_metadata` that makes users administrators, as `attribute` of `actions/config.ts`
 * declares it.
 */
export interface EventAttribute {
  key: string;
  /** Returns the value that gives these scopes in an organization; absent for a list of `{ org_id, scopes }`. */
  valueFor?: (organizationId: string, scopes: readonly ('sso' | 'scim')[]) => unknown;
}

/** The names where a project chooses none of its own. */
export const DEFAULT_NAMES: EventNames = {
  metadataKey: 'domains',
  adminRole: 'EXPRESS_CONFIGURE_ADMIN_ROLE',
  attribute: { key: 'express_configure' },
};

/** Returns the `app_metadata` of an administrator of an organization. */
export const administratorMetadata = (
  { key, valueFor }: EventAttribute,
  organizationId: string,
  scopes: readonly ('sso' | 'scim')[] = ['sso', 'scim'],
): Record<string, unknown> => ({
  [key]: valueFor === undefined ? [{ org_id: organizationId, scopes: [...scopes] }] : valueFor(organizationId, scopes),
});
