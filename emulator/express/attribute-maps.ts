/** A user attribute profile as the maps of an okta connection. */
import type { JsonObject, JsonValue, ProfileRecord } from '../state.ts';

const STRATEGY = 'okta';

const objectAt = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** A mapping of an attribute, with what the profile says otherwise for Okta. */
function mappingOf(attribute: unknown, protocol: 'oidc_mapping' | 'scim_mapping'): unknown {
  const { strategy_overrides, ...own } = objectAt(attribute);
  return objectAt(objectAt(strategy_overrides)[STRATEGY])[protocol] ?? own[protocol];
}

/** `options.attribute_map` of the connection: what the ID token says, by Auth0's names. */
export function oidcAttributeMap({ user_attributes }: ProfileRecord): JsonObject {
  const attributes = Object.values(objectAt(user_attributes)).flatMap((attribute): [string, JsonValue][] => {
    const { auth0_mapping } = objectAt(attribute);
    const { mapping } = objectAt(mappingOf(attribute, 'oidc_mapping'));
    return typeof auth0_mapping === 'string' && typeof mapping === 'string' ? [[auth0_mapping, mapping]] : [];
  });
  return { mapping_mode: 'use_map', attributes: Object.fromEntries(attributes) };
}

export interface ScimMap {
  user_id_attribute: string;
  mapping: { auth0: string; scim: string }[];
}

/**
 * Attributes that no profile has, and without which a user could be neither found nor deactivated (the default map of
 * inbound SCIM).
 */
const ALWAYS = [
  { auth0: 'preferred_username', scim: 'userName' },
  { auth0: 'blocked', scim: 'active' },
];

export function scimMap({ user_id, user_attributes }: ProfileRecord): ScimMap {
  const mapped = Object.values(objectAt(user_attributes)).flatMap((attribute) => {
    const { auth0_mapping } = objectAt(attribute);
    const scim = mappingOf(attribute, 'scim_mapping');
    return typeof auth0_mapping === 'string' && typeof scim === 'string' ? [{ auth0: auth0_mapping, scim }] : [];
  });
  const userId = mappingOf(user_id, 'scim_mapping');
  return {
    user_id_attribute: typeof userId === 'string' ? userId : 'externalId',
    mapping: [
      ...mapped,
      ...ALWAYS.filter(({ auth0, scim }) => !mapped.some((row) => row.auth0 === auth0 || row.scim === scim)),
    ],
  };
}
