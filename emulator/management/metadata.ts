/**
 * How PATCH treats metadata: keys are merged at the first level, `null` removes one, and an empty object removes them all
 * (manage-users/user-accounts/metadata; for clients docs/notes/deploy-cli.md#emptied-metadata).
 */
export function mergeMetadata<Value>(
  current: Readonly<Record<string, Value>> | undefined,
  patch: Readonly<Record<string, Value | null>>,
): Record<string, Value> {
  const changed = Object.keys(patch).length === 0 ? {} : { ...current, ...patch };
  return withoutNulls(changed);
}

export function withoutNulls<Value>(metadata: Readonly<Record<string, Value | null>>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [key, value] of Object.entries(metadata)) if (value !== null) kept[key] = value;
  return kept;
}
