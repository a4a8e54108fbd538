import type { Management, ManagementClient } from 'auth0';
import { type Failure, failed, ok, type Result } from '../failures.ts';
import { type Manifest, readManifest } from '../manifest/manifest.ts';
import { shellOption } from '../shell.ts';
import { apiFailure } from '../tenant/api-failure.ts';
import { byName } from '../tenant/by-name.ts';
import type { Connection } from '../tenant/connection.ts';
import { connect } from '../tenant/management.ts';
import { readClients } from '../tenant/read.ts';
import { Traffic } from '../tenant/traffic.ts';

export interface IntegrationOptions {
  rootDir: string;
  /** A file of `tenant/environments/`, without `.yaml`. */
  environment: string;
  connection: Connection;
}

/** The published application as the tenant has it now, and what it leads to. */
export interface LiveIntegration {
  manifest: Manifest;
  api: ManagementClient;
  domain: string;
  application: Management.Client;
  express: Management.ExpressConfiguration;
  /** Further applications of the same integration. */
  linked: Management.Client[];
  /** The client Okta uses. */
  oin: Management.Client;
  profile: Management.GetConnectionProfileResponseContent;
}

/** Reads the published application of `tenant.yaml` from the tenant, and hands it on. Writes nothing. */
export async function withIntegration<T>(
  { rootDir, environment, connection }: IntegrationOptions,
  use: (integration: LiveIntegration) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { domain } = connection;
  const manifest = await readManifest({ rootDir, environment, domain });
  if (!manifest.ok) return manifest;
  const api = connect(connection, new Traffic());
  try {
    const found = await readIntegration(api, manifest.value);
    return found.ok ? await use({ ...found.value, manifest: manifest.value, api, domain }) : found;
  } catch (error) {
    return failed(apiFailure(error, `reading ${domain}`, connection));
  }
}

async function readIntegration(
  api: ManagementClient,
  manifest: Manifest,
): Promise<Result<Omit<LiveIntegration, 'manifest' | 'api' | 'domain'>>> {
  const { integration, environment } = manifest;
  const clients = await readClients(api);
  const byId = (id: string) => clients.find((client) => client.client_id === id);
  const { name } = integration.published;
  const application = byName(manifest, 'clients', clients, name);
  const express = application?.express_configuration;
  if (!express) return failed(notPublished(`no application "${name}" with express_configuration`, environment.name));
  const oin = byId(express.okta_oin_client_id);
  if (oin === undefined)
    return failed(notPublished(`"${name}" names an OIN client that is not there`, environment.name));
  return ok({
    application,
    express,
    linked: (express.linked_clients ?? []).flatMap(({ client_id }) => byId(client_id) ?? []),
    oin,
    profile: await api.connectionProfiles.get(express.connection_profile_id),
  });
}

const notPublished = (found: string, environment: string): Failure => ({
  code: 'NOT_AS_DEPLOYED',
  expected: 'an application on the tenant that Express Configuration is set up for, and its OIN client',
  found,
  fix: `Run npm run deploy -- ${shellOption('env', environment)} first.`,
});

/** Returns the features for a customer's Okta: the profile's, or its override for Okta. */
export function oktaFeatures({
  enabled_features = [],
  strategy_overrides,
}: LiveIntegration['profile']): Management.EnabledFeaturesEnum[] {
  return strategy_overrides?.okta?.enabled_features ?? enabled_features;
}
