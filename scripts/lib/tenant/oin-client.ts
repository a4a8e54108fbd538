import type { Management, ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { OIN_APP_TYPE } from '../manifest/integration.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { byName } from './by-name.ts';
import { readClients } from './read.ts';

/**
 * Finds the OIN client. One that the dashboard's wizard made is adopted by the id that the application names, whatever
 * its name.
 */
export async function findOinClient(
  api: ManagementClient,
  manifest: Manifest,
): Promise<Result<Management.Client | undefined>> {
  const { integration, placeOf } = manifest;
  const clients = await readClients(api);
  const published = byName(manifest, 'clients', clients, integration.published.name);
  const adoptedId = published?.express_configuration?.okta_oin_client_id;
  const adopted = clients.find((client) => client.client_id === adoptedId && adoptedId !== undefined);
  const found = adopted ?? byName(manifest, 'clients', clients, integration.oin.name);
  if (found === undefined || found.app_type === OIN_APP_TYPE) return ok(found);
  const conflict: Failure = {
    code: 'OIN_CLIENT_CONFLICT',
    expected: `"${found.name}" on the tenant to be of app_type ${OIN_APP_TYPE}`,
    found: `app_type ${found.app_type ?? 'none'}`,
    where: placeOf(oinPath(manifest)),
    fix: 'Rename one of the two: an app_type can not become another.',
  };
  return failed(conflict);
}

/** Returns where `tenant.yaml` has the OIN client. */
export const oinPath = ({ tenant, integration }: Pick<Manifest, 'tenant' | 'integration'>) => [
  'clients',
  tenant.clients.findIndex((client) => client.name === integration.oin.name),
];
