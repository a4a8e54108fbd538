import type { Management } from 'auth0';
import type { Event } from '../../../library/contract.ts';

/** Returns a user of the Management API as the event of a login has them, without enrolled factors. */
export function eventUser(user: Management.UserResponseSchema): Event['user'] {
  const { user_id = '', email, email_verified = false, name, username, created_at, updated_at, identities = [] } = user;
  return {
    user_id,
    email_verified,
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(username !== undefined && { username }),
    created_at: String(created_at ?? ''),
    updated_at: String(updated_at ?? ''),
    app_metadata: user.app_metadata ?? {},
    user_metadata: user.user_metadata ?? {},
    identities: identities.map((identity) => ({
      connection: identity.connection ?? '',
      isSocial: identity.isSocial ?? false,
      provider: identity.provider ?? '',
      user_id: String(identity.user_id ?? ''),
    })),
  };
}
