import { USER_ATTRIBUTES } from './user-attribute-table.ts';

/**
 * The user id attribute of every strategy that was recorded; the template of user attribute profiles has the same
 * value, except for samlp.
 */
export const DEFAULT_USER_ID_ATTRIBUTE = 'externalId';

/** Returns the default mapping of a SCIM configuration; see `user-attribute-table.ts`. */
export const defaultMapping = (strategy: string): { auth0: string; scim: string }[] =>
  Object.values(USER_ATTRIBUTES).flatMap(({ auth0, scim, scimOf }) => {
    const attribute = scimOf?.[strategy] ?? scim;
    return attribute === undefined ? [] : [{ auth0, scim: attribute }];
  });
