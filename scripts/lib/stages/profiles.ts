import type { Named } from '../manifest/tenant-file.ts';
import { byName } from '../tenant/by-name.ts';
import { readClients, readConnectionProfiles, readUserAttributeProfiles } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import { withKeptValues } from './kept-values.ts';

export const PROFILE_SECTIONS = ['connectionProfiles', 'userAttributeProfiles'] as const;

interface Profile {
  id?: string | undefined;
  name?: string | undefined;
}

export interface Profiles {
  actual: Profile[];
  /** The section's entries, under the names they have on the tenant. */
  desired: Named[];
  /** Of the profile an entry stands for; the entry's name where there is none yet. */
  idOf(name: string): string;
}

/**
 * Profiles, and what `tenant.yaml` says of them. One that the dashboard's wizard made has another name: it is adopted
 * by the id the application holds, unless the tenant has one of the file's name too.
 */
export async function readProfiles(
  context: TenantSession,
): Promise<Record<(typeof PROFILE_SECTIONS)[number], Profiles>> {
  const { api, built, replace } = context;
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
      context.adopted.add(adopted.name);
      context.notes.add(`Adopted "${adopted.name}" in place of "${name}": "${published.name}" has its id.`);
    }
    const nameOf = (own: string): string => (own === name ? (adopted?.name ?? own) : own);
    return {
      actual,
      desired: (tenant[section] ?? []).map((entry) =>
        withKeptValues(
          { ...entry, name: nameOf(entry.name) },
          adopted?.name === nameOf(entry.name) ? adopted : byName(built.manifest, section, actual, entry.name),
          context.secrets,
        ),
      ),
      idOf: (own) =>
        (adopted !== undefined && own === name ? adopted : byName(built.manifest, section, actual, own))?.id ?? own,
    };
  };
  return {
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
}
