import type { Management } from 'auth0';
import { KNOWN_AT_DEPLOY, resolveKeywords } from '../manifest/keywords.ts';
import type { Facts } from '../stages/facts.ts';
import { type FieldChange, mismatches } from '../tenant/difference.ts';
import { collect, readClients } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { PlanEntry } from './plan.ts';

const SECTION = 'clientGrants';
const SYSTEM = ' (system grant)';

/**
 * Returns whether a grant is one that Auth0 made, which nobody can change, and not one that `tenant.yaml` could name.
 */
export const isSystemGrant = ({ section, name }: PlanEntry): boolean => section === SECTION && name.endsWith(SYSTEM);

/**
 * Lists the grants of the tenant that `tenant.yaml` does not name, as `APPLICATION → AUDIENCE`: where the file has no
 * section `clientGrants:` only those of the OIN client, as Auth0 makes one with it (recorded 2025-11). That of the
 * application that asks is left out, as auth0-deploy-cli leaves it out.
 */
export async function readUnmanagedGrants(
  { api, built, connection }: TenantSession,
  { oinClientId }: Facts,
): Promise<PlanEntry[]> {
  const own = resolveKeywords(built.manifest.tenant[SECTION], { [KNOWN_AT_DEPLOY]: connection.domain });
  if (own === undefined && oinClientId === undefined) return [];
  const grants = await collect(
    api.clientGrants.list({ take: 100, ...(own === undefined && oinClientId && { client_id: oinClientId }) }),
  );
  const clients = await readClients(api);
  const nameOf = (id: string): string => clients.find((client) => client.client_id === id)?.name ?? id;
  return grants
    .filter((grant) => grant.client_id !== connection.clientId)
    .filter((grant) => grant.is_system === true || !inFile(own).some((entry) => isOf(entry, grant, nameOf)))
    .map((grant): PlanEntry => {
      const who = grant.client_id === undefined ? (grant.default_for ?? '') : nameOf(grant.client_id);
      const name = `${who} → ${grant.audience}${grant.is_system ? SYSTEM : ''}`;
      return { section: SECTION, name, change: 'unmanaged', fields: [], tenantWide: false };
    });
}

/** Lists what a deploy changes in each grant of the file that the tenant has, by `APPLICATION → AUDIENCE`. */
export async function grantChanges({
  api,
  built,
  connection,
}: TenantSession): Promise<{ name: string; fields: FieldChange[] }[]> {
  const own = inFile(resolveKeywords(built.manifest.tenant[SECTION], { [KNOWN_AT_DEPLOY]: connection.domain }));
  const grants = await collect(api.clientGrants.list({ take: 100 }));
  const clients = await readClients(api);
  const nameOf = (id: string): string => clients.find((client) => client.client_id === id)?.name ?? id;
  return own.flatMap((entry) => {
    const { client_id: client, ...settings } = entry;
    return grants
      .filter((grant) => isOf(entry, grant, nameOf))
      .map((grant) => ({
        name: `${client ?? entry.default_for ?? ''} → ${grant.audience}`,
        fields: mismatches(grant, settings),
      }));
  });
}

type GrantYaml = Partial<Record<'client_id' | 'audience' | 'subject_type' | 'default_for', string>>;

const inFile = (section: unknown): GrantYaml[] => (Array.isArray(section) ? section : []);

/**
 * Returns whether a grant is the entry's. An entry names an application by its name or id, and need not say whose
 * access it is.
 */
function isOf(
  { client_id: client, audience, subject_type: subject, default_for }: GrantYaml,
  grant: Management.ClientGrantResponseContent,
  nameOf: (id: string) => string,
): boolean {
  const isOfClient =
    grant.client_id === undefined
      ? default_for === grant.default_for
      : client === grant.client_id || client === nameOf(grant.client_id);
  return isOfClient && audience === grant.audience && (subject === undefined || subject === grant.subject_type);
}
