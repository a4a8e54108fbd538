import type { Management, ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { OIN_CLIENT_IDS } from '../manifest/environment.ts';
import { OIN_APP_TYPE } from '../manifest/integration.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { byName } from '../tenant/by-name.ts';
import { differing, mismatches, missing } from '../tenant/difference.ts';
import { readClients } from '../tenant/read.ts';
import type { DeployContext, Stage } from './stage.ts';

/**
 * The client Okta uses, made without a key. Through the SDK: auth0-deploy-cli leaves out the field that makes the
 * client private_key_jwt (docs/notes/deploy-cli.md#method-of-a-new-client).
 */
export const oinClient: Stage = {
  name: 'oin-client',
  title: 'OIN client, without a key',

  async differences({ api, built, secrets }) {
    const { manifest } = built;
    const path = oinPath(manifest);
    const found = await findOinClient(api, manifest);
    if (!found.ok || found.value === undefined) return [missing(path, manifest.integration.oin.name)];
    secrets[OIN_CLIENT_IDS] = found.value.client_id ?? '';
    return differing(path, `"${found.value.name}"`, mismatches(found.value, changeable(manifest)));
  },

  async apply(context) {
    const { manifest } = context.built;
    const found = await findOinClient(context.api, manifest);
    if (!found.ok) return found.failures;
    const { client_id: id } = await createOrUpdate(context, found.value);
    context.secrets[OIN_CLIENT_IDS] = id ?? '';
    return [];
  },
};

async function createOrUpdate({ api, built }: DeployContext, existing: Management.Client | undefined) {
  const { name, app_type } = built.manifest.integration.oin;
  const fields = changeable(built.manifest);
  if (existing?.client_id !== undefined) return api.clients.update(existing.client_id, fields);
  return api.clients.create({
    ...fields,
    name,
    app_type,
    client_authentication_methods: { private_key_jwt: { credentials: [] } },
  });
}

/** A client that the dashboard's wizard made is adopted by the id the application names, whatever its name is. */
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

const oinPath = ({ tenant, integration }: Pick<Manifest, 'tenant' | 'integration'>) => [
  'clients',
  tenant.clients.findIndex((client) => client.name === integration.oin.name),
];

function changeable(manifest: Manifest): Omit<Manifest['integration']['oin'], 'name' | 'app_type'> {
  const { name: _name, app_type: _type, ...fields } = manifest.integration.oin;
  return fields;
}
