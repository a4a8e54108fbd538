import type { Failure, Place } from '../failures.ts';
import type { Environment } from '../manifest/environment.ts';
import type { PinnedSection } from '../manifest/pinned-ids.ts';

/** Holds the ids that the environment of a manifest pins. */
export interface WithPinnedIds {
  environment: Pick<Environment, 'file' | 'ids' | 'placeOfId'>;
}

interface Resource {
  id?: string | undefined;
  client_id?: string | undefined;
  name?: string | undefined;
  user_id?: string | undefined;
}

/** Reports that a name or a pinned id does not lead to one resource of the tenant. It is a failure, not a bug. */
export class NameResolutionError extends Error {
  override readonly name = 'NameResolutionError';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.expected}, found ${failure.found}`);
    this.failure = failure;
  }
}

/**
 * Finds the resource that a name of `tenant.yaml` means: the one whose id the environment pins, or the only one of that name.
 *
 * @param section of `tenant.yaml`
 * @param list all of that kind on the tenant
 * @throws NameResolutionError where two have the name, or none the pinned id
 */
export function byName<T extends object>(
  { environment }: WithPinnedIds,
  section: PinnedSection,
  list: readonly T[],
  name: string,
): T | undefined {
  const pinned = environment.ids[section]?.[name];
  if (pinned !== undefined) {
    const found = list.find((candidate) => idOf(candidate) === pinned);
    if (found === undefined)
      throw new NameResolutionError(pinnedNowhere(section, name, pinned, environment.placeOfId(section, name)));
    return found;
  }
  const found = list.filter((candidate: Resource) => candidate.name === name);
  if (found.length > 1) throw new NameResolutionError(ambiguous(section, name, found.map(idOf), environment.file));
  return found[0];
}

/**
 * Returns the only one of a list that was asked for by a name.
 *
 * @param what the field's term for the kind
 * @throws NameResolutionError where there are two
 */
export function onlyOne<T extends object>(what: string, name: string, list: readonly T[]): T | undefined {
  if (list.length < 2) return list[0];
  throw new NameResolutionError({
    code: 'NAME_AMBIGUOUS',
    expected: `one ${what} named ${JSON.stringify(name)} on the tenant`,
    found: `${list.length}: ${list.map(idOf).join(', ')}`,
    fix: 'Rename the others, or give the id in place of the name where the command takes one.',
  });
}

/** Returns the id of an application, a user, or of anything else. */
const idOf = (resource: Resource): string => resource.client_id ?? resource.user_id ?? resource.id ?? '';

const ambiguous = (section: PinnedSection, name: string, ids: readonly string[], file: string): Failure => ({
  code: 'NAME_AMBIGUOUS',
  expected: `one entry of \`${section}\` named ${JSON.stringify(name)} on the tenant`,
  found: `${ids.length}: ${ids.join(', ')}`,
  fix: `Rename the others, or pin the id of the one that is meant in ${file}: ids: { ${section}: { ${JSON.stringify(name)}: ${JSON.stringify(ids[0] ?? '')} } }`,
});

const pinnedNowhere = (section: PinnedSection, name: string, id: string, where: Place): Failure => ({
  code: 'PINNED_ID_UNKNOWN',
  expected: `an entry of \`${section}\` with the id that is pinned for ${JSON.stringify(name)} on the tenant`,
  found: `none with ${id}`,
  where,
  fix: 'Correct the id, or remove it: then the name counts.',
});
