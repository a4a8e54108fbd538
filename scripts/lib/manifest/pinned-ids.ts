import type { Failure, Place } from '../failures.ts';
import type { TenantFile } from './tenant-file.ts';

/** Sections of `tenant.yaml` whose entries are found on a tenant by their names. */
export const PINNED_SECTIONS = [
  'clients',
  'databases',
  'connections',
  'roles',
  'connectionProfiles',
  'userAttributeProfiles',
  'actionModules',
  'eventStreams',
  'flows',
  'flowVaultConnections',
  'forms',
  'logStreams',
  'selfServiceProfiles',
  'tokenExchangeProfiles',
] as const;

/** Names one of {@link PINNED_SECTIONS}. */
export type PinnedSection = (typeof PINNED_SECTIONS)[number];

/** Maps sections and names of `tenant.yaml` to the ids of the entries on the environment's tenant. */
export type PinnedIds = Readonly<Partial<Record<PinnedSection, Readonly<Record<string, string>>>>>;

/** Returns the names that a section means, those that it only refers to included. */
export function namesIn(tenant: TenantFile, section: PinnedSection): string[] {
  const entries: unknown = tenant[section];
  const own = (Array.isArray(entries) ? entries : []).flatMap((entry: { name?: unknown }) =>
    typeof entry?.name === 'string' ? [entry.name] : [],
  );
  const referred = section === 'clients' ? grantedClients(tenant) : [];
  return [...new Set([...own, ...referred])];
}

const grantedClients = ({ clientGrants: grants }: TenantFile): string[] =>
  (Array.isArray(grants) ? grants : []).flatMap(({ client_id: name }: { client_id?: unknown }) =>
    typeof name === 'string' ? [name] : [],
  );

/** Returns sections as auth0-deploy-cli takes them: it looks an entry up by its id before its name. */
export const withPinnedIds = (sections: Readonly<Record<string, unknown>>, ids: PinnedIds): Record<string, unknown> =>
  Object.fromEntries(Object.entries(sections).map(([section, value]) => [section, pinnedIn(section, value, ids)]));

function pinnedIn(section: string, value: unknown, ids: PinnedIds): unknown {
  if (!Array.isArray(value)) return value;
  if (section === 'clientGrants') {
    return value.map((grant: { client_id: string }) => ({
      ...grant,
      client_id: ids.clients?.[grant.client_id] ?? grant.client_id,
    }));
  }
  const pinned = PINNED_SECTIONS.find((known) => known === section);
  const own = pinned && ids[pinned];
  if (own === undefined) return value;
  return value.map((entry: { name: string }) =>
    Object.hasOwn(own, entry.name)
      ? { ...entry, [section === 'clients' ? 'client_id' : 'id']: own[entry.name] }
      : entry,
  );
}

/** Finds pinned ids that no entry of `tenant.yaml` has a use for: the name is misspelt, and the id would not count. */
export function checkPinnedIds(
  tenant: TenantFile,
  environment: { ids: PinnedIds; placeOfId(section: string, name: string): Place },
): Failure[] {
  return PINNED_SECTIONS.flatMap((section) => {
    const known = namesIn(tenant, section);
    return Object.keys(environment.ids[section] ?? {})
      .filter((name) => !known.includes(name))
      .map(
        (name): Failure => ({
          code: 'UNKNOWN_REFERENCE',
          expected: `a name of \`${section}:\` in tenant/tenant.yaml: ${known.join(', ') || 'it has none'}`,
          found: JSON.stringify(name),
          where: environment.placeOfId(section, name),
          fix: 'Correct the name, or remove the id.',
        }),
      );
  });
}
