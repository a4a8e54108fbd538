import { findOrganization, type OrganizationRecord, type TenantState } from '../state.ts';

/**
 * Returns whether `/authorize` accepts names of organizations too, and tokens have `org_name`
 * (use-org-name-authentication-api).
 */
export const takesOrganizationNames = ({ settings }: TenantState): boolean =>
  settings.allow_organization_name_in_authentication_api === true;

/**
 * Returns the organization that the parameter `organization` of `/authorize` means: the one of this id or, where the tenant
 * takes names, of this name, without case as Auth0's SDKs compare it with `org_name`.
 */
export function namedOrganization(state: TenantState, parameter: string): OrganizationRecord | undefined {
  const name = takesOrganizationNames(state) ? parameter.toLowerCase() : undefined;
  return findOrganization(state, parameter) ?? state.organizations.find((row) => row.name === name);
}
