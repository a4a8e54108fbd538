/** Users as SCIM resources, by the connection's map. */
import type { ScimConfigurationRecord } from '../records/management.ts';
import type { JsonObject, JsonValue, UserRecord } from '../state.ts';
import { readAttribute, writeAttribute } from './attribute-path.ts';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

type Mapping = ScimConfigurationRecord['mapping'];

/** `active` is the reverse of `blocked` (configure-inbound-scim, "Blocked attribute behavior"). */
const isReversed = ({ auth0, scim }: Mapping[number]): boolean => auth0 === 'blocked' && scim === 'active';

const METADATA = /^(app_metadata|user_metadata)\.(\w+)$/;

function attributeOf(user: UserRecord, name: string): JsonValue | undefined {
  const [, metadata, key = ''] = METADATA.exec(name) ?? [];
  if (metadata === 'app_metadata' || metadata === 'user_metadata') return user[metadata][key];
  const value: unknown = Reflect.get(user, name);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

export function toResource(user: UserRecord, { mapping, user_id_attribute }: ScimConfigurationRecord, baseUrl: string) {
  const resource: JsonObject = { schemas: [USER_SCHEMA], id: user.user_id };
  for (const row of mapping) {
    if (row.auth0 === undefined || row.scim === undefined) continue;
    const value = isReversed(row) ? user.blocked !== true : attributeOf(user, row.auth0);
    if (value !== undefined) writeAttribute(resource, row.scim, value);
  }
  writeAttribute(resource, user_id_attribute, user.identities[0]?.user_id.split('|').at(-1));
  resource.meta = {
    resourceType: 'User',
    created: user.created_at,
    lastModified: user.updated_at,
    location: `${baseUrl}/Users/${encodeURIComponent(user.user_id)}`,
  };
  return resource;
}

/** Returns a user's attributes in a resource, by Auth0's names; `undefined` for a mapped attribute it does not have. */
export function fromResource(
  resource: JsonObject,
  { mapping }: ScimConfigurationRecord,
): { attributes: Map<string, JsonValue | undefined>; active: boolean | undefined } {
  const attributes = new Map<string, JsonValue | undefined>();
  let active: boolean | undefined;
  for (const row of mapping) {
    if (row.auth0 === undefined || row.scim === undefined) continue;
    const value = readAttribute(resource, row.scim);
    if (!isReversed(row)) attributes.set(row.auth0, value);
    else if (value !== undefined) active = value === true || String(value).toLowerCase() === 'true';
  }
  return { attributes, active };
}
