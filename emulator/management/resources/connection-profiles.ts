import { profile } from '../profile.ts';
import { sharedList } from '../store.ts';

export const resource = profile({
  name: 'connection-profiles',
  noun: 'connection profile',
  store: sharedList('connectionProfiles'),
  notes: { 'GET /connection-profiles/templates': 'one, of our own' },
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
