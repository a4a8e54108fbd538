import type { JsonObject, JsonValue } from '../../state.ts';
import { profile } from '../profile.ts';
import { sharedList } from '../store.ts';
import { USER_ATTRIBUTES, USER_ID_SAML, type UserAttribute } from '../user-attribute-table.ts';

function strategyOverrides({ scimOf = {}, okta }: UserAttribute): JsonObject {
  const overrides: JsonObject = {};
  for (const [strategy, scim_mapping] of Object.entries(scimOf)) overrides[strategy] = { scim_mapping };
  if (okta !== undefined) overrides.okta = { ...scimOverride(scimOf.okta), oidc_mapping: { ...okta } };
  return overrides;
}

const scimOverride = (scim_mapping: string | undefined): JsonObject =>
  scim_mapping === undefined ? {} : { scim_mapping };

function templateOf(attribute: UserAttribute): JsonValue {
  const { label, description, auth0, required = false, claim, saml, scim } = attribute;
  const strategy_overrides = strategyOverrides(attribute);
  return {
    label,
    description,
    profile_required: required,
    auth0_mapping: auth0,
    ...scimOverride(scim),
    ...(claim === undefined ? {} : { oidc_mapping: { mapping: `\${context.tokenset.${claim}}`, display_name: claim } }),
    ...(saml === undefined ? {} : { saml_mapping: [...saml] }),
    ...(Object.keys(strategy_overrides).length > 0 ? { strategy_overrides } : {}),
  };
}

/** The user id of a profile that does not name one (recorded traffic, 2025-09 to 2026-08). */
const DEFAULT_USER_ID = { oidc_mapping: 'sub', saml_mapping: [...USER_ID_SAML], scim_mapping: 'externalId' };

export const resource = profile({
  name: 'user-attribute-profiles',
  noun: 'user attribute profile',
  store: sharedList('userAttributeProfiles'),
  notes: { 'GET /user-attribute-profiles/templates': "Auth0's generic one" },
  idPrefix: 'uap_',
  reference: 'user_attribute_profile_id',
  defaults: { user_id: DEFAULT_USER_ID },
  template: {
    id: 'auth0-generic',
    display_name: 'Auth0 Generic User Attribute Profile Template',
    template: {
      name: 'Auth0 Generic User Attribute Profile',
      user_id: {
        ...DEFAULT_USER_ID,
        strategy_overrides: {
          samlp: { scim_mapping: 'userName' },
          waad: { oidc_mapping: 'oid' },
          'google-apps': { oidc_mapping: 'email' },
        },
      },
      user_attributes: Object.fromEntries(
        Object.entries(USER_ATTRIBUTES).map(([name, attribute]) => [name, templateOf(attribute)]),
      ),
    },
  },
});
