import type { PermitOptions } from '../../lib/deploy/permit.ts';
import { type failed, ok, type Result } from '../../lib/failures.ts';
import { setupScopes } from '../../lib/management-api/least-scopes.ts';
import { type Manifest, readManifest } from '../../lib/manifest/manifest.ts';
import { checkApplication, createApplication } from '../../lib/setup/deploy-application.ts';
import { type OktaValues, oktaValues, WIZARD_FIELD } from '../../lib/setup/okta-values.ts';
import { done, type Step, todo } from '../../lib/setup/step.ts';
import { checkCustomDomain, checkEmailProvider, checkSubscription } from '../../lib/setup/subscription.ts';
import { byName } from '../../lib/tenant/by-name.ts';
import type { Connection } from '../../lib/tenant/connection.ts';
import { type TenantOptions, withTenant } from '../../lib/tenant/open-tenant.ts';
import { readClients } from '../../lib/tenant/read.ts';
import type { TenantSession } from '../../lib/tenant/session.ts';
import { type DeployReport, deploy } from '../deploy/run.ts';

export interface SetupOptions extends Omit<TenantOptions, 'connection'>, Omit<PermitOptions, 'saved'> {
  /** Fails where no application is configured yet: making it is the first step. */
  connection: Result<Connection>;
  /** Go on without a custom domain. */
  withoutCustomDomain?: boolean;
  onProgress?: (step: string) => void;
  signal?: AbortSignal;
}

export interface SetupReport {
  environment: string;
  /** `waiting`: someone must act; then the same command goes on. */
  state: 'complete' | 'waiting';
  /** The steps in order; those after the first open step have not been examined. */
  steps: Step[];
  /** The values for Okta's OIN Wizard, once the tenant is deployed. */
  okta?: OktaValues;
}

/**
 * Leads through a real tenant's first run, in order: what only a person can make, what must be decided before the first
 * write, the deploy, what to enter in Okta, and Okta's key. Each step reads the tenant, so that a later run continues
 * where the last one ended.
 */
export async function setup(options: SetupOptions): Promise<Result<SetupReport>> {
  const { rootDir, environment, connection } = options;
  const manifest = await readManifest({ rootDir, environment });
  if (!manifest.ok) return manifest;
  if (!connection.ok) {
    if (connection.failures.some(({ code }) => code !== 'CONNECTION_UNSET')) return connection;
    return ok(waiting(environment, [createApplication(foundIn(connection), setupScopes(manifest.value.tenant))]));
  }
  const tenant: TenantOptions = { ...options, connection: connection.value };
  const looked = await withTenant(tenant, 'public secrets', async (session) => ok(await preflight(session, options)));
  if (!looked.ok) return looked;
  const before = looked.value;
  if (before.some(({ status }) => status === 'todo')) return ok(waiting(environment, before));

  for (const step of before) options.onProgress?.(`${step.status}: ${step.name}, ${step.detail}`);
  const deployed = await deploy({ ...options, ...tenant, command: 'npm run setup' });
  if (!deployed.ok) return deployed;
  return withTenant(tenant, 'public secrets', async (session) =>
    ok(await finished(session, manifest.value, before, deployed.value)),
  );
}

/**
 * Checks all that is required before the first write. The application's scopes come last: they are known after the
 * first request.
 */
async function preflight(session: TenantSession, options: SetupOptions): Promise<Step[]> {
  const { tenant, environment } = session.built.manifest;
  const domain = await checkCustomDomain(session, options.withoutCustomDomain ?? false);
  const subscription = await checkSubscription(session);
  const email = await checkEmailProvider(session);
  return [checkApplication(session.traffic, tenant, environment.name), domain, ...subscription, email];
}

async function finished(
  session: TenantSession,
  manifest: Manifest,
  before: Step[],
  { state, oinClientId, next }: DeployReport,
): Promise<SetupReport> {
  const { published, oin } = session.built.manifest.integration;
  const clients = await readClients(session.api);
  const okta = oktaValues(published.express_configuration, {
    domain: session.connection.domain,
    // One that the dashboard's wizard made keeps its name.
    displayName: clients.find((client) => client.client_id === oinClientId)?.name ?? oin.name,
    oinClientId,
    applicationClientId: byName(manifest, 'clients', clients, published.name)?.client_id ?? '',
  });
  const steps = [...before, done('deploy', 'as git says, read back and verified')];
  const environment = manifest.environment.name;
  if (state === 'complete') return { environment, state, steps: [...steps, done("Okta's key", 'usable')], okta };
  const key = todo(
    "Okta's key",
    'none yet',
    `In Okta's OIN Wizard select Enable Express Configuration and paste the six lines below into "${WIZARD_FIELD}".`,
    'Download the key (.pem) in the next window; the wizard gives it out again at any time.',
    ...next.slice(1, -1),
  );
  return { ...waiting(environment, [...steps, key]), okta };
}

const waiting = (environment: string, steps: Step[]): SetupReport => ({ environment, state: 'waiting', steps });

const foundIn = (connection: ReturnType<typeof failed>): string => connection.failures.map(({ found }) => found).join();
