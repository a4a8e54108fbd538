/**
 * Maps a provider's claims about a user to the user's attributes (enterprise connections, "PKCE and claim mapping").
 */
import { isObject } from '../../is-object.ts';
import type { ConnectionRecord, JsonObject, JsonValue } from '../../state.ts';

export interface ProviderClaims {
  /** Claims of the ID token, verified. */
  tokenset: JsonObject;
  userinfo: JsonObject;
}

const BASIC_PROFILE = ['email', 'email_verified', 'name', 'given_name', 'family_name', 'nickname', 'picture'];

/** Attributes by their Auth0 names, for instance `email` or `app_metadata.department`; what the provider does not say is absent. */
export function mapAttributes({ options }: Pick<ConnectionRecord, 'options'>, claims: ProviderClaims): JsonObject {
  const map = isObject(options.attribute_map) ? options.attribute_map : {};
  if (map.mapping_mode !== 'use_map' || !isObject(map.attributes)) {
    return Object.fromEntries(
      BASIC_PROFILE.flatMap((name): [string, JsonValue][] => {
        const value = claims.userinfo[name] ?? claims.tokenset[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }
  return Object.fromEntries(
    Object.entries(map.attributes).flatMap(([name, template]): [string, JsonValue][] => {
      const value = typeof template === 'string' ? fillIn(template, claims) : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const PLACEHOLDER = /\$\{context\.(tokenset|userinfo)\.([^}]+)\}/g;

/** Fills in a template. A template that is one placeholder keeps the value's type; one without a value is left out. */
function fillIn(template: string, claims: ProviderClaims): JsonValue | undefined {
  const [whole] = [...template.matchAll(PLACEHOLDER)];
  if (whole?.[0] === template) return valueAt(claims, whole);
  let isMissing = false;
  const text = template.replaceAll(PLACEHOLDER, (...match) => {
    const value = valueAt(claims, match);
    isMissing ||= value === undefined;
    return String(value);
  });
  return isMissing ? undefined : text;
}

function valueAt(claims: ProviderClaims, [, source, path]: readonly (string | undefined)[]): JsonValue | undefined {
  let at: JsonValue | undefined = source === 'userinfo' ? claims.userinfo : claims.tokenset;
  for (const name of path?.split('.') ?? []) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}
