/** Attributes of a SCIM resource by the paths that mappings use (RFC 7644 section 3.10, filters with `eq` alone). */
import { isObject } from '../is-object.ts';
import type { JsonObject, JsonValue } from '../state.ts';

/** Describes a path such as `emails[primary eq true].value`. */
interface Path {
  attribute: string;
  filter?: { name: string; value: JsonValue };
  sub?: string;
}

const PATTERN = /^(?:(urn:.+):)?([A-Za-z$][\w$-]*)(?:\[([\w$-]+) eq ("[^"]*"|true|false)\])?(?:\.([\w$-]+))?$/;

/** Attributes of an extension are one level down, below its name. */
function parsePath(path: string): Path | undefined {
  const [, urn, attribute, name, value, sub] = PATTERN.exec(path) ?? [];
  if (attribute === undefined) return undefined;
  if (urn !== undefined) return { attribute: urn, sub: attribute };
  return {
    attribute,
    ...(name === undefined || value === undefined ? {} : { filter: { name, value: JSON.parse(value) } }),
    ...(sub === undefined ? {} : { sub }),
  };
}

export function readAttribute(resource: JsonObject, path: string): JsonValue | undefined {
  const parsed = parsePath(path);
  if (parsed === undefined) return undefined;
  const { attribute, filter, sub } = parsed;
  const value = resource[attribute];
  const item = filter === undefined ? value : itemOf(value, filter);
  if (sub === undefined) return item;
  return isObject(item) ? item[sub] : undefined;
}

/** `undefined` takes the attribute away. */
export function writeAttribute(resource: JsonObject, path: string, value: JsonValue | undefined): void {
  const parsed = parsePath(path);
  if (parsed === undefined) return;
  const { attribute, filter, sub } = parsed;
  if (filter !== undefined) {
    const list = Array.isArray(resource[attribute]) ? resource[attribute] : [];
    const item = itemOf(list, filter) ?? { [filter.name]: filter.value };
    if (isObject(item) && sub !== undefined) put(item, sub, value);
    resource[attribute] = list.includes(item) ? list : [...list, item];
    return;
  }
  if (sub === undefined) {
    put(resource, attribute, value);
    return;
  }
  const holder = isObject(resource[attribute]) ? resource[attribute] : {};
  put(holder, sub, value);
  resource[attribute] = holder;
}

function itemOf(
  value: JsonValue | undefined,
  { name, value: wanted }: NonNullable<Path['filter']>,
): JsonObject | undefined {
  return Array.isArray(value) ? value.filter(isObject).find((item) => item[name] === wanted) : undefined;
}

function put(target: JsonObject, name: string, value: JsonValue | undefined): void {
  if (value === undefined || value === null) delete target[name];
  else target[name] = value;
}
