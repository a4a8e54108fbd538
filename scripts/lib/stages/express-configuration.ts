import type { Management } from 'auth0';
import type { PublishedClientYaml } from '../manifest/integration.ts';
import { byName } from '../tenant/by-name.ts';
import { differing, mismatches, missing } from '../tenant/difference.ts';
import { findOinClient } from '../tenant/oin-client.ts';
import { readClients } from '../tenant/read.ts';
import type { TenantSession } from '../tenant/session.ts';
import { readProfiles } from './profiles.ts';
import { importSections, type Stage } from './stage.ts';

/**
 * Writes the published application's `express_configuration`, in ids. auth0-deploy-cli looks names up before the run
 * that makes them (docs/notes/deploy-cli.md#names-that-the-run-makes), and never those of `linked_clients`
 * (docs/notes/deploy-cli.md#linked-clients).
 */
export const expressConfiguration: Stage = {
  name: 'express-configuration',
  title: 'express configuration of the published application',

  async compare(session) {
    const { tenant, integration } = session.built.manifest;
    const index = tenant.clients.indexOf(integration.published);
    const path = ['clients', index, 'express_configuration'];
    const { actual, desired, found } = await resolve(session);
    if (actual === undefined) return { differences: [missing(path, integration.published.name)], found };
    const fields = mismatches(actual.express_configuration, desired);
    return { differences: differing(path, 'express_configuration', fields), found };
  },

  async apply(session, work) {
    const { name } = session.built.manifest.integration.published;
    const { desired } = await resolve(session);
    const sections = { clients: [{ name, express_configuration: desired }] };
    return importSections(session, work, 'express-configuration', sections);
  },
};

const IDS = ['connection_profile_id', 'user_attribute_profile_id', 'okta_oin_client_id'] as const;

/** Returns the application as it is, its `express_configuration` as it should be, and what was found on the way. */
async function resolve(session: TenantSession) {
  const { api, built, replace } = session;
  const { manifest } = built;
  const { published } = manifest.integration;
  const [clients, profiles, oin] = await Promise.all([
    readClients(api),
    readProfiles(session),
    findOinClient(api, manifest),
  ]);
  const actual = byName(manifest, 'clients', clients, published.name);
  const ofFile = published.express_configuration;
  const desired = mergeExpressConfiguration({
    published,
    existing: actual?.express_configuration ?? undefined,
    ids: {
      connection_profile_id: profiles.connectionProfiles.idOf(ofFile.connection_profile_id),
      user_attribute_profile_id: profiles.userAttributeProfiles.idOf(ofFile.user_attribute_profile_id),
      okta_oin_client_id: (oin.ok && oin.value?.client_id) || ofFile.okta_oin_client_id,
    },
    linked: (ofFile.linked_clients ?? []).map(
      ({ client_id: name }) => byName(manifest, 'clients', clients, name)?.client_id ?? name,
    ),
    replace,
  });
  const { adopted, notes } = profiles.found;
  return { actual, desired: desired.merged, found: { adopted, notes: [...notes, ...desired.kept] } };
}

type Ids = Record<(typeof IDS)[number], string>;

/**
 * Merges with the tenant's values. Ids stay, because customers' connections depend on them (they change only with
 * `replace`); so do linked clients, and what the file does not name, such as `oin_submission_id`.
 */
export function mergeExpressConfiguration(options: {
  published: PublishedClientYaml;
  existing: Partial<Management.ExpressConfiguration> | undefined;
  ids: Ids;
  linked: string[];
  replace: boolean;
}): { merged: Record<string, unknown>; kept: string[] } {
  const { published, existing = {}, ids, replace } = options;
  const kept = IDS.filter((key) => !replace && existing[key] !== undefined && existing[key] !== ids[key]);
  const linked = new Set([...(existing.linked_clients ?? []).map((client) => client.client_id), ...options.linked]);
  return {
    merged: {
      ...existing,
      ...published.express_configuration,
      ...ids,
      ...Object.fromEntries(kept.map((key) => [key, existing[key]])),
      ...(linked.size > 0 && { linked_clients: [...linked].map((id) => ({ client_id: id })) }),
    },
    kept: kept.map(
      (key) =>
        `Kept ${key} ${existing[key]} of "${published.name}"; tenant.yaml names another. Use --replace to change it.`,
    ),
  };
}
