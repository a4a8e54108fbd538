import type { Management, ManagementClient } from 'auth0';

export type User = Management.UserResponseSchema;

/** Holds the users who have the administrators' attribute, with any value. */
export interface FlaggedUsers {
  users: User[];
  /** False if there are more than the 1,000 users that Auth0's search returns (docs: "User search best practices"). */
  isComplete: boolean;
}

const PAGE = 100;
const MOST = 1000;

/**
 * Reads the users who have a key of `app_metadata`. Auth0's search of users is eventually consistent: someone flagged a moment ago may be missed. `_exists_` is of its
 * documented query syntax (v3).
 */
export async function readFlaggedUsers(api: ManagementClient, key: string): Promise<FlaggedUsers> {
  const users: User[] = [];
  for (let page = 0; users.length < MOST; page += 1) {
    const { data } = await api.users.list({
      q: `_exists_:app_metadata.${key}`,
      per_page: PAGE,
      page,
      search_engine: 'v3',
    });
    users.push(...data);
    if (data.length < PAGE) return { users, isComplete: true };
  }
  return { users, isComplete: false };
}

/** Reads the enrolled types of one user; empty if nothing is enrolled. */
export async function readEnrolledTypes(api: ManagementClient, userId: string): Promise<string[]> {
  const { data } = await api.users.authenticationMethods.list(userId, { per_page: PAGE });
  return data.filter(({ confirmed }) => confirmed !== false).map(({ type }) => type);
}
