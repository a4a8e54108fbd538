import { type ManagementClient, ManagementError } from 'auth0';
import { failed, ok, type Result } from '../failures.ts';
import { readClients } from '../tenant/read.ts';

/** Ids of Okta's clients: what applications have in `express_configuration.okta_oin_client_id`. */
export async function findOinClientIds(api: ManagementClient): Promise<Result<string[]>> {
  const ids = (await readClients(api)).flatMap((client) => client.express_configuration?.okta_oin_client_id ?? []);
  if (ids.length > 0) return ok([...new Set(ids)]);
  return failed({
    code: 'NOT_AS_DEPLOYED',
    expected: 'an application on the tenant with express_configuration, which names Okta’s client',
    found: 'none',
    fix: 'Run npm run deploy first, or check AUTH0_DOMAIN.',
  });
}

/** @param nameOrId an id is taken as it is: the events of an organization that is gone have it still */
export async function findOrganizationId(api: ManagementClient, nameOrId: string): Promise<Result<string>> {
  if (nameOrId.startsWith('org_')) return ok(nameOrId);
  try {
    const { id = '' } = await api.organizations.getByName(nameOrId);
    return ok(id);
  } catch (error) {
    if (!(error instanceof ManagementError) || error.statusCode !== 404) throw error;
    return failed({
      code: 'ORGANIZATION_UNKNOWN',
      expected: 'the name of an organization of the tenant, or an id (org_…)',
      found: `"${nameOrId}"`,
      fix: 'Correct --org; the id also finds the events of an organization that is gone.',
    });
  }
}
