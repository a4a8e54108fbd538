export const DEFAULT_USER_ID_ATTRIBUTE = 'externalId';

/** The first two are as the SDK's examples have them; Auth0 does not publish the rest. One for every strategy. */
export const defaultMapping = (): { auth0: string; scim: string }[] => [
  { auth0: 'preferred_username', scim: 'userName' },
  { auth0: 'email', scim: 'emails[primary eq true].value' },
  { auth0: 'app_metadata.external_id', scim: 'externalId' },
  { auth0: 'blocked', scim: 'active' },
  { auth0: 'name', scim: 'displayName' },
  { auth0: 'given_name', scim: 'name.givenName' },
  { auth0: 'family_name', scim: 'name.familyName' },
];
