import type { AdminAttribute, AdminAttributeWriter, ReadScopes } from '../../../library/admin-attribute.ts';
import { DEFAULT_ATTRIBUTE, scopesInList } from '../../../library/organization-admin.ts';
import { own } from '../../../library/read.ts';
import type { Scope } from '../../../library/scopes.ts';
import { holdsInList, listWriter } from './list-attribute.ts';

/** Represents the administrators' attribute of a project, to read and to write. */
export interface ManagedAttribute extends Required<AdminAttribute>, AdminAttributeWriter {
  /** It is a list of `{ org_id, scopes, expires_at? }`. */
  isList: boolean;
  /** Returns whether a value gives exactly these scopes in the organization already. */
  holds: (value: unknown, organizationId: string, scopes: readonly Scope[]) => boolean;
}

/**
 * Joins what `actions/config.ts` exports as `attribute` and `attributeWriter`. Refuses (`undefined`) the result of a
 * team's own writer if it changes the right in another organization, or gives this one another right than requested.
 *
 * @param writer required if the attribute has a `scopesOf`, and unused otherwise
 */
export function managedAttribute(
  { key, scopesOf }: AdminAttribute = DEFAULT_ATTRIBUTE,
  writer?: AdminAttributeWriter,
): ManagedAttribute {
  if (scopesOf === undefined) {
    return { key, scopesOf: scopesInList, isList: true, holds: holdsInList, ...listWriter(key) };
  }
  if (writer === undefined) throw new Error('actions/config.ts has an attribute with scopesOf and no attributeWriter');
  return { key, isList: false, ...guarded(scopesOf, writer) };
}

/** Guards the functions: one that throws on a value gives no right, as a rule that throws permits nobody. */
function guarded(
  scopesOf: ReadScopes,
  { organizations, grant, revoke, search }: AdminAttributeWriter,
): AdminAttributeWriter & Pick<ManagedAttribute, 'scopesOf' | 'holds'> {
  const read: ReadScopes = (value, organizationId, nowMs) =>
    isNothing(value) ? [] : attempt(() => scopesOf(value, organizationId, nowMs), []);
  const named = (value: unknown): string[] => (isNothing(value) ? [] : attempt(() => organizations(value), []));
  const permits = (value: unknown, organizationId: string): string => inOrder(read(value, organizationId, Date.now()));
  const keepsOthers = (before: unknown, after: unknown, organizationId: string): boolean =>
    [...named(before), ...named(after)].every(
      (id) => id === organizationId || permits(before, id) === permits(after, id),
    );
  return {
    scopesOf: read,
    organizations: named,
    search,
    holds: (value, organizationId, scopes) => permits(value, organizationId) === inOrder(scopes),
    grant(value, organizationId, scopes) {
      const after = attempt(() => grant(value ?? undefined, organizationId, scopes), undefined);
      const isAsked = permits(after, organizationId) === inOrder(scopes);
      return isAsked && keepsOthers(value, after, organizationId) ? after : undefined;
    },
    revoke(value, organizationId) {
      const after = attempt(() => revoke(value, organizationId) ?? null, undefined);
      const isGone = !named(after).includes(organizationId) && permits(after, organizationId) === '';
      return isGone && keepsOthers(value, after, organizationId) ? after : undefined;
    },
  };
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;

const inOrder = (scopes: readonly Scope[]): string => [...new Set(scopes)].sort().join(' ');

/** Returns the value of the attribute in a user's `app_metadata`. */
export const attributeValue = ({ key }: Pick<ManagedAttribute, 'key'>, appMetadata: unknown): unknown =>
  own(appMetadata, key);
