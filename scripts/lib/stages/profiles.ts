import type { Named } from '../manifest/tenant-file.ts';
import { byName } from '../tenant/by-name.ts';
import { readClients, readConnectionProfiles, readUserAttributeProfiles } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Facts } from './facts.ts';
import { type KeptValues, withKeptValues } from './kept-values.ts';

export const PROFILE_SECTIONS = ['connectionProfiles', 'userAttributeProfiles'] as const;

interface Profile {
  id?: string | undefined;
  name?: string | undefined;
}

export interface Profiles {
  actual: Profile[];
  /** The section's entries, under the names they have on the tenant. */
  desired: Named[];
  /** Returns the id of the profile for an entry, or the entry's name if there is none yet. */
  idOf(name: string): string;
}

/** Holds the profiles of both kinds. */
export interface ReadProfiles extends Record<(typeof PROFILE_SECTIONS)[number], Profiles> {
  /** Values that the desired entries name by keyword. */
  kept: KeptValues;
  found: Pick<Facts, 'adopted' | 'notes'>;
}

/**
 * Profiles, and what `tenant.yaml` says of them. One that the dashboard's wizard made has another name: it is adopted
 * by the id the application holds, unless the tenant has one of the file's name too.
 */
export async function readProfiles({ api, built, replace }: TenantSession): Promise<ReadProfiles> {
  const kept: KeptValues = {};
  const adoptions: { name: string; note: string }[] = [];
  const { tenant, integration } = built.manifest;
  const [clients, connectionProfiles, userAttributeProfiles] = await Promise.all([
    readClients(api),
    readConnectionProfiles(api),
    readUserAttributeProfiles(api),
  ]);
  const { published } = integration;
  const inUse = replace ? undefined : byName(built.manifest, 'clients', clients, published.name)?.express_configuration;
  const { connection_profile_id, user_attribute_profile_id } = published.express_configuration;
  const match = (
    section: (typeof PROFILE_SECTIONS)[number],
    actual: Profile[],
    name: string,
    id?: string,
  ): Profiles => {
    const own = byName(built.manifest, section, actual, name);
    const adopted = own ? undefined : actual.find((profile) => profile.id === id);
    if (adopted?.name !== undefined) {
      const note = `Adopted "${adopted.name}" in place of "${name}": "${published.name}" has its id.`;
      adoptions.push({ name: adopted.name, note });
    }
    const nameOf = (own: string): string => (own === name ? (adopted?.name ?? own) : own);
    return {
      actual,
      desired: (tenant[section] ?? []).map((entry) =>
        withKeptValues(
          { ...entry, name: nameOf(entry.name) },
          adopted?.name === nameOf(entry.name) ? adopted : byName(built.manifest, section, actual, entry.name),
          kept,
        ),
      ),
      idOf: (own) =>
        (adopted !== undefined && own === name ? adopted : byName(built.manifest, section, actual, own))?.id ?? own,
    };
  };
  const profiles = {
    connectionProfiles: match(
      'connectionProfiles',
      connectionProfiles,
      connection_profile_id,
      inUse?.connection_profile_id,
    ),
    userAttributeProfiles: match(
      'userAttributeProfiles',
      userAttributeProfiles,
      user_attribute_profile_id,
      inUse?.user_attribute_profile_id,
    ),
  };
  return {
    ...profiles,
    kept,
    found: { adopted: adoptions.map(({ name }) => name), notes: adoptions.map(({ note }) => note) },
  };
}
