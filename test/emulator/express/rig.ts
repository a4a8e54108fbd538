/** A tenant set up for Express Configuration, without HTTP: Acme SaaS published, Acme Reports linked, the organization acme. */
import type { OktaInstance } from '../../../emulator/express/types.ts';
import { createState, type JsonObject, type TenantState } from '../../../emulator/state.ts';
import type { Unknowns } from '../../../emulator/unknowns.ts';

export const INSTANCE: OktaInstance = {
  domain: 'acme.okta.test',
  issuer: 'https://acme.okta.test',
  jwks_uri: 'https://acme.okta.test/keys',
  client_id: '0oa1',
  client_secret: 'upstream secret',
};

export const CLAIMS = {
  sub: 'auth0|ada',
  azp: 'oin',
  org_id: 'org_acme',
  scope: 'openid express_configure:sso express_configure:scim',
  express_configuration: { domain_aliases: ['acme.com', 'eu.acme.com'] },
};

export interface Rig {
  state: TenantState;
  /** `express_configuration` of the published application. */
  express: JsonObject;
  profile: JsonObject;
}

export function createRig(unknowns: Partial<Unknowns> = {}): Rig {
  let ids = 0;
  const state = createState({
    domain: 'tenant.test',
    clock: () => Date.parse('2026-01-02T03:04:05.000Z'),
    newId: (prefix) => `${prefix}${++ids}`,
    unknowns,
  });
  ids = 0;
  const express: JsonObject = {
    admin_login_domain: 'tenant.test',
    initiate_login_uri_template: 'https://app.acme.example/login?organization={organization_id}',
    connection_profile_id: 'cop_1',
    user_attribute_profile_id: 'uap_1',
    okta_oin_client_id: 'oin',
    enable_client: true,
    enable_organization: true,
    linked_clients: [{ client_id: 'reports' }],
  };
  const profile = {
    id: 'cop_1',
    name: 'oin-connections',
    connection_name_prefix_template: 'okta-{org_name}',
    organization: { assign_membership_on_login: 'required', show_as_button: 'required' },
    enabled_features: ['scim', 'universal_logout'],
  };
  state.clients.push(
    { client_id: 'oin', name: 'Okta OIN', app_type: 'express_configuration', is_first_party: true },
    { client_id: 'saas', name: 'Acme SaaS', is_first_party: true, express_configuration: express },
    { client_id: 'reports', name: 'Acme Reports', is_first_party: true },
  );
  state.connectionProfiles.push(profile);
  state.userAttributeProfiles.push({
    id: 'uap_1',
    name: 'oin-user-attributes',
    user_id: { oidc_mapping: 'sub', scim_mapping: 'externalId' },
    user_attributes: {
      email: {
        auth0_mapping: 'email',
        oidc_mapping: { mapping: '$' + '{context.tokenset.email}' },
        scim_mapping: 'emails[primary eq true].value',
      },
      department: {
        auth0_mapping: 'app_metadata.department',
        oidc_mapping: { mapping: 'none' },
        scim_mapping: 'title',
        strategy_overrides: {
          okta: { oidc_mapping: { mapping: '$' + '{context.tokenset.dept}' }, scim_mapping: 'department' },
          waad: { scim_mapping: 'nickName' },
        },
      },
      family_name: { auth0_mapping: 'family_name' },
    },
  });
  state.organizations.push({ id: 'org_acme', name: 'acme', metadata: {}, enabled_connections: [] });
  return { state, express, profile };
}
