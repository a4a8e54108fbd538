import type { Management } from 'auth0';
import type { Manifest } from '../manifest/manifest.ts';
import { differing, mismatches, missing } from '../tenant/difference.ts';
import { findOinClient, oinPath } from '../tenant/oin-client.ts';
import type { TenantSession } from '../tenant/session.ts';
import type { Stage } from './stage.ts';

/**
 * Makes the client that Okta uses, without a key. It uses the SDK: auth0-deploy-cli leaves out the field that makes the
 * client private_key_jwt (docs/notes/deploy-cli.md#method-of-a-new-client).
 */
export const oinClient: Stage = {
  name: 'oin-client',
  title: 'OIN client, without a key',

  async compare({ api, built }) {
    const { manifest } = built;
    const path = oinPath(manifest);
    const found = await findOinClient(api, manifest);
    if (!found.ok || found.value === undefined) {
      return { differences: [missing(path, manifest.integration.oin.name)] };
    }
    return {
      differences: differing(path, `"${found.value.name}"`, mismatches(found.value, changeable(manifest))),
      found: { oinClientId: found.value.client_id ?? '' },
    };
  },

  async apply(session) {
    const { manifest } = session.built;
    const found = await findOinClient(session.api, manifest);
    if (!found.ok) return { failures: found.failures };
    const { client_id: id } = await createOrUpdate(session, found.value);
    return { failures: [], found: { oinClientId: id ?? '' } };
  },
};

async function createOrUpdate({ api, built }: TenantSession, existing: Management.Client | undefined) {
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

function changeable(manifest: Manifest): Omit<Manifest['integration']['oin'], 'name' | 'app_type'> {
  const { name: _name, app_type: _type, ...fields } = manifest.integration.oin;
  return fields;
}
