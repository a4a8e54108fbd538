/**
 * Holds an organization's metadata: at most 25 keys, values of at most 255 characters (Management API,
 * `OrganizationMetadata`).
 */
export type Metadata = Readonly<Record<string, string>>;

const MAX_VALUE_LENGTH = 255;
const MAX_KEYS = 25;

/** Returns the keys `NAME`, `NAME_2`, `NAME_3`, … of the metadata, in that order. */
function listKeys(metadata: Metadata, name: string): string[] {
  const isPart = (key: string): boolean =>
    key === name || (key.startsWith(name) && /^_([2-9]|[1-9]\d+)$/.test(key.slice(name.length)));
  return Object.keys(metadata)
    .filter(isPart)
    .sort((a, b) => numberOf(a, name) - numberOf(b, name));
}

const numberOf = (key: string, name: string): number => (key === name ? 1 : Number(key.slice(name.length + 1)));

/** Reads a list that {@link writeList} wrote. */
export const readList = (metadata: Metadata, name: string, separator: string): string[] =>
  listKeys(metadata, name)
    .flatMap((key) => (metadata[key] ?? '').split(separator))
    .map((item) => item.trim())
    .filter((item) => item !== '');

/**
 * Splits a list into values that fit.
 *
 * @returns the values of `name`, `name_2`, … that hold the items; no item is cut
 * in two
 */
export function writeList(name: string, items: readonly string[], separator: string): Record<string, string> {
  const values: string[] = [];
  for (const item of items) {
    const last = values.at(-1);
    const longer = last === undefined ? undefined : `${last}${separator}${item}`;
    if (longer !== undefined && longer.length <= MAX_VALUE_LENGTH) values[values.length - 1] = longer;
    else values.push(item);
  }
  return Object.fromEntries(values.map((value, index) => [index === 0 ? name : `${name}_${index + 1}`, value]));
}

/**
 * Returns the metadata for `PATCH /organizations/{id}`. Whether Auth0 merges or replaces metadata is undocumented: the
 * result contains every key that stays, and `null` for every key that goes, which is right either way.
 *
 * @returns `undefined` if nothing would change
 */
export function metadataChange(current: Metadata, wanted: Metadata): Record<string, string | null> | undefined {
  const gone = Object.keys(current).filter((key) => !Object.hasOwn(wanted, key));
  const isSame = gone.length === 0 && Object.entries(wanted).every(([key, value]) => current[key] === value);
  return isSame ? undefined : { ...wanted, ...Object.fromEntries(gone.map((key) => [key, null])) };
}

/** Returns `metadata` with a list replaced. */
export function withList(
  metadata: Metadata,
  name: string,
  items: readonly string[],
  separator: string,
): Record<string, string> {
  const others = Object.entries(metadata).filter(([key]) => !listKeys(metadata, name).includes(key));
  return { ...Object.fromEntries(others), ...writeList(name, items, separator) };
}

/** Returns whether Auth0 accepts the metadata: at most 25 keys, and 255 characters a value. */
export const fitsMetadata = (metadata: Metadata): boolean =>
  Object.keys(metadata).length <= MAX_KEYS && Object.values(metadata).every(({ length }) => length <= MAX_VALUE_LENGTH);
