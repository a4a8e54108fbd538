/** Builds what one tenant consists of. Nothing here answers a request: `middlewares.ts` puts the parts to work. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { Addresses, redirectLocally } from './addresses.ts';
import { createSampleApp, type SampleApp } from './app/sample-app.ts';
import type { EmulatorOptions } from './emulator.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { Logins } from './inspector/logins.ts';
import { readSnapshot } from './inspector/snapshot-file.ts';
import { TenantClock } from './inspector/tenant-clock.ts';
import { TenantControl } from './inspector/tenant-control.ts';
import { Timeline } from './inspector/timeline.ts';
import { Storage } from './login/adapter.ts';
import { type Audiences, audiencesOf } from './login/audience.ts';
import { toClientMetadata } from './login/client-metadata.ts';
import { logLogins } from './login/log-logins.ts';
import { BackChannel } from './login/logout/back-channel.ts';
import { Sessions } from './login/logout/sessions.ts';
import { SessionFactors } from './login/methods.ts';
import { createProvider } from './login/provider.ts';
import { PushRequests } from './login/push.ts';
import { refreshTokenAdapter } from './login/refresh/adapter.ts';
import { SessionDevices } from './login/session-devices.ts';
import { SessionMetadata } from './login/session-metadata.ts';
import { accessTokenVerifier, type VerifyAccessToken } from './login/userinfo.ts';
import { createRequestLog, type RequestLog } from './management/request-log.ts';
import { createOkta, type Okta } from './okta/okta.ts';
import { createOktaOrgs } from './okta/orgs.ts';
import { WorkerPool } from './runtime/worker-pool.ts';
import { type ClientLogin, seedDeployClient, seedReadOnlyClient } from './seed-clients.ts';
import { seedDatabase } from './seed-database.ts';
import type { Listeners } from './server.ts';
import { certificateOf, createSigningKey, publicPart } from './signing-key.ts';
import { createState, findClient, type TenantState } from './state.ts';
import type { TriggerRuntime } from './triggers/run-trigger.ts';

/** Holds the parts of one tenant, each made once per start. */
export interface TenantParts {
  readonly options: EmulatorOptions;
  /** Host and port of the https listener. */
  readonly domain: string;
  /** The issuer, with the trailing slash as in tokens. */
  readonly issuer: string;
  /** The origin for people's browsers: plain http. */
  readonly browserOrigin: string;
  readonly ports: { readonly http: number; readonly https: number };
  readonly state: TenantState;
  readonly clock: TenantClock;
  readonly audiences: Audiences;
  readonly addresses: Addresses;
  /** Keeps redirects on this machine. */
  readonly stay: Middleware;
  readonly requestLog: RequestLog;
  readonly faults: FaultPlan;
  readonly pool: WorkerPool;
  readonly sessionFactors: SessionFactors;
  readonly pushRequests: PushRequests;
  readonly timeline: Timeline;
  readonly logins: Logins;
  readonly control: TenantControl;
  /** The token that the changing routes require in the header `x-local-token`. */
  readonly controlToken: string;
  readonly verify: VerifyAccessToken;
  readonly triggers: TriggerRuntime;
  readonly provider: Provider;
  readonly sessions: Sessions;
  readonly okta: Okta;
  /** The pages and OpenID providers of the customers' Okta orgs. */
  readonly oktaRoutes: readonly Middleware[];
  readonly apps: { readonly saas: SampleApp; readonly reports: SampleApp };
  readonly deployClient: ClientLogin;
  readonly readOnlyClient: ClientLogin | undefined;
}

/** Builds the parts of a fresh tenant, or of the one that `snapshotFile` holds. Rejects with `SnapshotError`. */
export async function buildTenant(
  options: EmulatorOptions,
  listeners: Pick<Listeners, 'httpPort' | 'httpsPort'>,
  ca: string,
): Promise<TenantParts> {
  // A name below `localhost` would not work: Node's resolver finds none (docs/notes/local-tenant.md#localhost).
  const domain = `localhost:${listeners.httpsPort}`;
  const origin = `https://${domain}`;
  const issuer = `${origin}/`;
  const browserOrigin = `http://localhost:${listeners.httpPort}`;
  const audiences = audiencesOf(issuer);
  const addresses = new Addresses();
  addresses.serve(origin, '');
  const stay = redirectLocally(addresses);

  const clock = new TenantClock();
  const state = createState({ domain, browserOrigin, clock: clock.now, ...answersOf(options) });
  seedDatabase(state);
  const deployClient = seedDeployClient(state, audiences.management);
  const readOnlyClient = options.readOnlyClient ? seedReadOnlyClient(state, audiences.management) : undefined;

  const okta = clock.bind(await createOkta({ issuer, browserOrigin }));
  const storage = new Storage({
    clock: state.clock,
    refreshTokens: refreshTokenAdapter(state),
    findClient(id) {
      const client = findClient(state, id);
      return client && toClientMetadata(state, client, [okta.redirectUri]);
    },
  });
  const kept = {
    requestLog: createRequestLog(),
    faults: new FaultPlan(options.faults),
    pool: new WorkerPool({ ca }),
    pushRequests: new PushRequests(state.clock),
    timeline: new Timeline(state),
  };
  const control = new TenantControl({ ...kept, state, clock, storage, plannedFaults: options.faults ?? [] });
  await loadKept(control, options.snapshotFile);

  const signingKey = await createSigningKey();
  state.certificate = await certificateOf(signingKey, domain);
  const triggers = triggerRuntime(options, { ...kept, state, clock });
  const sessionFactors = new SessionFactors();
  const { pushRequests } = kept;
  const sessions = { sessionFactors, sessionMetadata: new SessionMetadata(), sessionDevices: new SessionDevices() };
  const runtime = { ...triggers, ...sessions, pushRequests };
  const provider = createProvider({ issuer, signingKey, storage, runtime });
  logLogins(provider, state);

  const customerId = (name: string) => state.organizations.find((organization) => organization.name === name)?.id;
  const application = { issuer, addresses, customerId };
  return {
    ...{ ...kept, options, domain, issuer, browserOrigin, state, clock, audiences, addresses, stay },
    ...{ sessionFactors, control, triggers, provider, okta, deployClient, readOnlyClient },
    ports: { http: listeners.httpPort, https: listeners.httpsPort },
    logins: new Logins(),
    controlToken: randomBytes(24).toString('hex'),
    verify: accessTokenVerifier({ keys: [publicPart(signingKey)] }, issuer, state.clock),
    sessions: new Sessions(provider, storage, new BackChannel({ state, issuer, signingKey, addresses })),
    oktaRoutes: (await createOktaOrgs({ okta, state, origin, stay })).routes,
    apps: {
      saas: createSampleApp({ ...application, name: 'Acme SaaS', path: '/_local/app' }),
      reports: createSampleApp({ ...application, name: 'Acme Reports', path: '/_local/reports' }),
    },
  };
}

/** Returns the options' choices for Auth0's unknowns and delays. */
function answersOf({ unknowns = {}, connectionDelayMs = 0, visibilityDelayMs = 0 }: EmulatorOptions) {
  return { unknowns, delays: { connectionMs: connectionDelayMs, visibilityMs: visibilityDelayMs } };
}

/** Loads the snapshot file where there is one. A reset leads to what the tenant holds afterwards. */
async function loadKept(control: TenantControl, snapshotFile: string | undefined): Promise<void> {
  const snapshot = snapshotFile === undefined ? undefined : await readSnapshot(snapshotFile);
  if (snapshot !== undefined) await control.loadSnapshot(snapshot);
  control.beginHere();
}

/** Returns the file from whose folder the Actions of a project find their packages. */
export const packagesOf = ({ projectDir }: EmulatorOptions): string => join(projectDir, 'package.json');

function triggerRuntime(
  options: EmulatorOptions,
  { state, pool, timeline, clock }: Pick<TenantParts, 'state' | 'pool' | 'timeline' | 'clock'>,
): TriggerRuntime {
  const { actionTimeLimitMs: limit = 20_000 } = options;
  return {
    ...{ state, pool, timeline },
    resolveFrom: packagesOf(options),
    timeLimitMs: typeof limit === 'function' ? limit : () => limit,
    clockAheadMs: () => clock.aheadMs,
  };
}
