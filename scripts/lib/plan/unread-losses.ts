import type { TenantSession } from '../tenant/session.ts';
import { withLosses } from './losses.ts';
import type { PlanEntry, PlanField } from './plan.ts';
import { grantChanges } from './unmanaged-grants.ts';

/**
 * Adds to each entry that every deploy imports without reading what it removes or loosens, as far as it is known:
 * grants are compared with those of the tenant; in any other section a value that is weak in itself counts, as the
 * tenant may be stricter.
 */
export async function withUnreadLosses(session: TenantSession, entries: readonly PlanEntry[]): Promise<PlanEntry[]> {
  const grants = entries.some(isUnreadGrants) ? await grantChanges(session) : [];
  return entries.map((entry) => {
    if (entry.change !== 'unread') return entry;
    return { ...entry, fields: isUnreadGrants(entry) ? grantFields(grants) : weakFields(session, entry) };
  });
}

const isUnreadGrants = ({ section, change }: PlanEntry): boolean => section === 'clientGrants' && change === 'unread';

/** A field is named with its grant. */
const grantFields = (grants: Awaited<ReturnType<typeof grantChanges>>): PlanField[] =>
  grants.flatMap(({ name, fields }) =>
    lossesOf('clientGrants', fields).map((field) => ({ ...field, field: `${name}: ${field.field}` })),
  );

/** Returns each member of a section that is a list, or the section's own keys. */
function weakFields({ built }: TenantSession, { section }: PlanEntry): PlanField[] {
  const parts: [string, unknown][] = Object.entries(built.manifest.tenant);
  const value = parts.find(([name]) => name === section)?.[1];
  const members: unknown[] = Array.isArray(value) ? value : [value];
  return members.flatMap((member) =>
    lossesOf(
      section,
      Object.entries(member ?? {}).map(([field, next]) => ({ field, old: undefined, new: next })),
    ),
  );
}

const lossesOf = (section: string, fields: PlanField[]): PlanField[] =>
  withLosses({ section, name: section, change: 'unread', fields, tenantWide: false }).fields.filter(
    ({ removed, loosened }) => removed !== undefined || loosened !== undefined,
  );
