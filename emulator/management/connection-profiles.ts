import { profileOperations } from './profile-operations.ts';

export const connectionProfileOperations = profileOperations({
  path: 'connection-profiles',
  collection: 'connectionProfiles',
  idPrefix: 'cop_',
  reference: 'connection_profile_id',
  defaults: { strategy_overrides: null },
  template: {
    id: 'cpt_local',
    // Auth0 does not publish the contents of its templates.
    display_name: '((local tenant)) Okta',
    template: {
      name: 'Okta',
      organization: { show_as_button: 'required', assign_membership_on_login: 'required' },
      connection_name_prefix_template: 'org-{org_name}',
      enabled_features: ['scim', 'universal_logout'],
      connection_config: {},
      strategy_overrides: {},
    },
  },
});
