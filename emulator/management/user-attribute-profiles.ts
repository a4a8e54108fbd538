import { profileOperations } from './profile-operations.ts';

export const userAttributeProfileOperations = profileOperations({
  path: 'user-attribute-profiles',
  collection: 'userAttributeProfiles',
  idPrefix: 'uap_',
  reference: 'user_attribute_profile_id',
  template: {
    id: 'uapt_local',
    // Auth0 does not publish the contents of its templates.
    display_name: '((local tenant)) Okta',
    template: {
      name: 'Okta',
      user_id: { oidc_mapping: 'sub', scim_mapping: 'externalId' },
      user_attributes: {
        email: {
          label: 'Email',
          description: 'Email of the user',
          profile_required: true,
          auth0_mapping: 'email',
          oidc_mapping: { mapping: `\${context.tokenset.email}`, display_name: 'email' },
          scim_mapping: 'emails[primary eq true].value',
        },
      },
    },
  },
});
