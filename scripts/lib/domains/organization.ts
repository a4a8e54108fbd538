import type { ManagementClient } from 'auth0';
import { collect } from '../tenant/read.ts';
import type { Metadata } from './metadata-lists.ts';

/** An organization as onboarding sees it; metadata without what is null. */
export interface Organization {
  id: string;
  name: string;
  metadata: Metadata;
}

/** Marks what onboarding made, so that it never takes over what somebody else did. */
export const OWNER_KEY = 'onboarded_by';
/** The value of that mark. */
export const OWNER = 'express-configure';

/** Returns whether onboarding made the organization. */
export const isOurs = ({ metadata }: Pick<Organization, 'metadata'>): boolean => metadata[OWNER_KEY] === OWNER;

interface Shown {
  id?: string | undefined;
  name?: string | undefined;
  metadata?: Record<string, string | null | undefined> | undefined;
}

function organizationOf({ id = '', name = '', metadata = {} }: Shown): Organization {
  const texts = Object.entries(metadata).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  return { id, name, metadata: Object.fromEntries(texts) };
}

/** Reads an organization by id; throws if the tenant has none. */
export const readOrganization = async (api: ManagementClient, id: string): Promise<Organization> =>
  organizationOf(await api.organizations.get(id));

/** Reads an organization by name; throws if the tenant has none. */
export const readOrganizationByName = async (api: ManagementClient, name: string): Promise<Organization> =>
  organizationOf(await api.organizations.getByName(name));

/** Reads all organizations of the tenant, a hundred per request. */
export const readOrganizations = async (api: ManagementClient): Promise<Organization[]> =>
  (await collect(api.organizations.list({ take: 100 }))).map(organizationOf);
