/** A test tenant whose application is published to the OIN, with profiles and a linked application, as tenant.yaml has it. */
import { startTestTenant, type TestTenant } from './tenant.ts';

export interface PublishedTenant extends TestTenant {
  connectionProfileId: string;
  reportsId: string;
  /** Changes the application's `express_configuration`. */
  setExpress(changes: Record<string, unknown>): Promise<void>;
}

const claim = (name: string): string => `\${context.tokenset.${name}}`;

export async function startPublishedTenant(
  options: Parameters<typeof startTestTenant>[0] = {},
): Promise<PublishedTenant> {
  const tenant = await startTestTenant(options);
  const { auth0, emulator, oinClientId, webApp } = tenant;
  const profile = await auth0.connectionProfiles.create({
    name: 'oin-connections',
    connection_name_prefix_template: 'okta-{org_name}',
    organization: { assign_membership_on_login: 'required', show_as_button: 'required' },
    enabled_features: ['scim', 'universal_logout'],
  });
  const mapped = (name: string, scim_mapping: string) => ({
    label: name,
    description: name,
    profile_required: name === 'email',
    auth0_mapping: name,
    oidc_mapping: { mapping: claim(name), display_name: name },
    scim_mapping,
  });
  const attributes = await auth0.userAttributeProfiles.create({
    name: 'oin-user-attributes',
    user_id: { oidc_mapping: 'sub', scim_mapping: 'externalId' },
    user_attributes: {
      email: mapped('email', 'emails[primary eq true].value'),
      given_name: mapped('given_name', 'name.givenName'),
      family_name: mapped('family_name', 'name.familyName'),
    },
  });
  const reports = await auth0.clients.create({
    name: 'Reports',
    app_type: 'regular_web',
    callbacks: ['https://reports.example/callback'],
    organization_usage: 'allow',
  });
  let express: Record<string, unknown> = {
    admin_login_domain: emulator.domain,
    initiate_login_uri_template:
      'https://saas.example/login?organization={organization_id}&connection={connection_name}',
    connection_profile_id: profile.id,
    user_attribute_profile_id: attributes.id,
    okta_oin_client_id: oinClientId,
    enable_client: true,
    enable_organization: true,
    linked_clients: [{ client_id: reports.client_id }],
  };
  const setExpress = async (changes: Record<string, unknown>): Promise<void> => {
    express = { ...express, ...changes };
    // The SDK's type wants each field by name; the tenant checks them.
    await auth0.clients.update(webApp.clientId, { ['express_configuration' as string]: express });
  };
  await setExpress({});
  emulator.apps.saas.register(webApp);
  emulator.apps.reports.register({
    clientId: reports.client_id ?? '',
    clientSecret: reports.client_secret ?? '',
    callback: 'https://reports.example/callback',
  });
  return {
    ...tenant,
    connectionProfileId: profile.id ?? '',
    reportsId: reports.client_id ?? '',
    setExpress,
  };
}
