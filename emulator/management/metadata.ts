/**
 * Merges metadata as PATCH does: keys at the first level are merged, `null` removes one, and an empty object removes
 * all (manage-users/user-accounts/metadata; for clients docs/notes/deploy-cli.md#emptied-metadata).
 */
export function mergeMetadata<Value>(
  current: Readonly<Record<string, Value>> | undefined,
  patch: Readonly<Record<string, Value | null>>,
): Record<string, Value> {
  const changed = Object.keys(patch).length === 0 ? {} : { ...current, ...patch };
  return withoutNulls(changed);
}

export function withoutNulls<Value>(metadata: Readonly<Record<string, Value | null>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(metadata).filter((entry): entry is [string, Value] => entry[1] !== null));
}
