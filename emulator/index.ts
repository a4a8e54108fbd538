/** The emulator's only door: a local Auth0 tenant on loopback. See README.md in this folder for what is faithful. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { Addresses, stayHere } from './addresses.ts';
import { createSampleApp, type SampleApp } from './app/sample-app.ts';
import { expressConfiguration } from './express/routes.ts';
import type { Fault } from './faults/fault.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { injectFaults } from './faults/inject-faults.ts';
import { controlRoutes } from './inside/control-routes.ts';
import { ownOriginOnly } from './inside/guard.ts';
import { Logins } from './inside/logins.ts';
import type { Snapshot } from './inside/snapshot.ts';
import { readSnapshot } from './inside/snapshot-file.ts';
import { TenantClock } from './inside/tenant-clock.ts';
import { TenantControl } from './inside/tenant-control.ts';
import { Timeline, type TimelineEntry } from './inside/timeline.ts';
import { traceLogins } from './inside/trace-logins.ts';
import { traceRequests } from './inside/trace-requests.ts';
import { viewRoutes } from './inside/view-routes.ts';
import { localRoutes, loopbackOnly } from './local-routes.ts';
import { Storage } from './login/adapter.ts';
import { audiencesOf } from './login/audience.ts';
import { normaliseAuthorize } from './login/authorize-parameters.ts';
import { changeUser } from './login/change-user.ts';
import { toClientMetadata } from './login/client-metadata.ts';
import { continueLogin } from './login/continue.ts';
import { ProviderClients } from './login/enterprise/provider-client.ts';
import { CALLBACK_PATH, enterpriseLogin } from './login/enterprise/routes.ts';
import { logExchanges } from './login/log-exchanges.ts';
import { logLogins } from './login/log-logins.ts';
import { BackChannel } from './login/logout/back-channel.ts';
import { globalTokenRevocation } from './login/logout/global-token-revocation.ts';
import { Sessions } from './login/logout/sessions.ts';
import { logout } from './login/logout/v2-logout.ts';
import { SessionFactors } from './login/methods.ts';
import { pageHeaders } from './login/page-headers.ts';
import { loginPages } from './login/pages.ts';
import { createProvider } from './login/provider.ts';
import { tokenEndpoint } from './login/token-endpoint.ts';
import { accessTokenVerifier, userinfo } from './login/userinfo.ts';
import { WebauthnChallenges } from './login/webauthn-challenges.ts';
import { webauthnScripts } from './login/webauthn-scripts.ts';
import { type Entitlements, entitlementsOf, type Plan } from './management/entitlements.ts';
import type { ManagementSettings } from './management/operation.ts';
import { limitRate, type RateLimits } from './management/rate-limits.ts';
import { createRequestLog, logRequests, type RequestListener, type RequestLogEntry } from './management/request-log.ts';
import { managementApi, type ReplyListener } from './management/router.ts';
import { createOkta, type Okta } from './okta/okta.ts';
import { createOktaOrgs } from './okta/orgs.ts';
import { WorkerPool } from './runtime/worker-pool.ts';
import { scimEndpoint } from './scim/routes.ts';
import { type ClientLogin, seedDeployClient, seedReadOnlyClient } from './seed-clients.ts';
import { Listeners } from './server.ts';
import { createState, findClient, type LoginRun, type TenantState } from './state.ts';
import { loopbackTls } from './tls.ts';
import type { Unknowns } from './unknowns.ts';

export type { AppRegistration } from './app/app-client.ts';
export type { SampleApp } from './app/sample-app.ts';
export type { Fault, FaultEffect } from './faults/fault.ts';
export type { FaultPlan, FaultState } from './faults/fault-plan.ts';
export { type Snapshot, SnapshotError, type SnapshotProblem } from './inside/snapshot.ts';
export type { TenantClock } from './inside/tenant-clock.ts';
export type { Happening, TimelineEntry } from './inside/timeline.ts';
export type { Entitlements, Plan } from './management/entitlements.ts';
export type { ManagementSettings } from './management/operation.ts';
export type { RateLimits } from './management/rate-limits.ts';
export type { RequestLogEntry } from './management/request-log.ts';
export { EXPRESS_CONFIGURE_AUDIENCE, type Okta } from './okta/okta.ts';
export { OktaOperator, OktaUser, textOf } from './okta/operator.ts';
export { type Person, type SignInResult, signIn } from './okta/sign-in.ts';
export { UserAgent, type VisitedPage } from './okta/user-agent.ts';
export type { ClientLogin } from './seed-clients.ts';
export { PortInUseError } from './server.ts';
export type { ActionRun, LoginRun } from './state.ts';
export type { Unknowns } from './unknowns.ts';

export interface EmulatorOptions {
  /** Of the https listener; the browsers' plain-http one takes the next. 0 takes two free ones. */
  port: number;
  /** The project: certificates are kept in its `.emulator/`, Actions' dependencies resolved from its `node_modules/`. */
  projectDir: string;
  /** What all Actions of one stretch of a login may take; Auth0 gives 20 000. */
  actionTimeLimitMs?: number;
  /** Failures to come; more can be added to {@link Emulator.faults}. */
  faults?: readonly Fault[];
  /** Rate limits of the Management API, as the {@link EmulatorOptions.plan} has them; none unless given. */
  rateLimits?: RateLimits;
  /** The tenant's subscription; `enterprise`, which includes everything, unless given. */
  plan?: Plan;
  /** What the subscription includes other than the {@link EmulatorOptions.plan} says. */
  entitlements?: Partial<Entitlements>;
  /** What is not known about Auth0's Management API, or differs between tenants. */
  management?: Partial<Omit<ManagementSettings, 'entitlements'>>;
  /** Told of each request to the Management API and for a token, once it has been carried out; its answer waits. */
  onRequest?: RequestListener;
  /** Told of each answer of the Management API with its body, secrets included. */
  onManagementReply?: ReplyListener;
  /** What is not known about Auth0 and Okta beyond their Management API; the safe answers unless given. */
  unknowns?: Partial<Unknowns>;
  /** Whether to make {@link Emulator.readOnlyClient}. */
  readOnlyClient?: boolean;
  /**
   * Where the tenant is kept from start to start, secrets in plain text: loaded where it exists, written when the tenant
   * closes and when asked to. The start rejects with {@link SnapshotError} where it can't be loaded.
   */
  snapshotFile?: string;
}

export interface Emulator {
  /** With the trailing slash, as in tokens. */
  readonly issuer: string;
  /** For `AUTH0_DOMAIN`: host and port. */
  readonly domain: string;
  /** Where people's browsers go: plain http, no certificate warning. */
  readonly browserOrigin: string;
  /** For `NODE_EXTRA_CA_CERTS`; this process trusts it already. */
  readonly caFile: string;
  /** A machine-to-machine application with every Management API scope. */
  readonly deployClient: ClientLogin;
  /** One that may read, and not the secrets of clients; where it was asked for. */
  readonly readOnlyClient: ClientLogin | undefined;
  readonly okta: Okta;
  /** Sample applications: the one that is published to the OIN, and one that is linked to it. */
  readonly apps: { saas: SampleApp; reports: SampleApp };
  /** Post-login flows, oldest first. */
  runs(): LoginRun[];
  /** Requests to the Management API and for tokens, newest last. */
  requests(): RequestLogEntry[];
  clearRequests(): void;
  /** Failures to come, none unless asked for. */
  readonly faults: FaultPlan;
  /** All that the tenant holds, secrets included, as one value to compare; its log is in `GET /logs`. */
  snapshot(): object;
  /** What the routes below `/_local/` that change the tenant want in the header `x-local-token`; new with each start. */
  readonly controlToken: string;
  /** What happened, oldest first, secrets masked. */
  timeline(): TimelineEntry[];
  /** The tenant's time, which can be moved on. */
  readonly clock: TenantClock;
  /** Makes the tenant what it was when it started; all logins end. */
  reset(): Promise<void>;
  /** All that the tenant holds, secrets included. */
  takeSnapshot(): Snapshot;
  /** Brings a snapshot back; all logins end. Rejects with {@link SnapshotError}, and has changed nothing then. */
  loadSnapshot(json: unknown): Promise<void>;
  /** Writes {@link EmulatorOptions.snapshotFile}, or another file: whole, or not at all. Rejects with {@link SnapshotError}. */
  saveSnapshot(file?: string): Promise<void>;
  /** Rejects with {@link SnapshotError}, the tenant closed, where the snapshot could not be written. */
  close(): Promise<void>;
}

/** Starts a fresh tenant. Rejects with {@link PortInUseError}. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const certificate = await loopbackTls(join(options.projectDir, '.emulator'));
  const listeners = await Listeners.open(certificate, options.port);
  try {
    return await serve(options, listeners, certificate);
  } catch (error) {
    await listeners.close();
    throw error;
  }
}

async function serve(
  options: EmulatorOptions,
  listeners: Listeners,
  certificate: { ca: string; caFile: string },
): Promise<Emulator> {
  const domain = `localhost:${listeners.httpsPort}`;
  const issuer = `https://${domain}/`;
  const browserOrigin = `http://localhost:${listeners.httpPort}`;
  const audiences = audiencesOf(issuer);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.ca]);

  const addresses = new Addresses();
  addresses.serve(`https://${domain}`, '');
  const stay = stayHere(addresses);
  const clock = new TenantClock();
  const state = createState({ domain, clock: clock.now, unknowns: options.unknowns ?? {} });
  const deployClient = seedDeployClient(state, audiences.management);
  const readOnlyClient = options.readOnlyClient ? seedReadOnlyClient(state, audiences.management) : undefined;
  const requestLog = createRequestLog();
  const faults = new FaultPlan(options.faults);
  const pool = new WorkerPool();
  const sessionFactors = new SessionFactors();
  const okta = clock.bind(await createOkta({ issuer, browserOrigin }));
  const storage = new Storage({
    clock: state.clock,
    findClient(id) {
      const client = findClient(state, id);
      return client && toClientMetadata(state, client, [okta.redirectUri]);
    },
  });
  const timeline = new Timeline(state);
  const logins = new Logins();
  const controlToken = randomBytes(24).toString('hex');
  const control = new TenantControl({
    ...{ state, clock, storage, pool, requestLog, faults, timeline },
    plannedFaults: options.faults ?? [],
  });
  const { snapshotFile } = options;
  const kept = snapshotFile === undefined ? undefined : await readSnapshot(snapshotFile);
  if (kept !== undefined) await control.loadSnapshot(kept);
  control.beginHere();

  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(privateKey);
  const signingKey = { ...jwk, kty: 'RSA', kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' };
  const { kty, n = '', e = '', kid, use, alg } = signingKey;
  const verify = accessTokenVerifier({ keys: [{ kty, n, e, kid, use, alg }] }, issuer, state.clock);

  const oktaOrgs = await createOktaOrgs({ okta, state, origin: `https://${domain}`, stay });
  const apps = {
    saas: createSampleApp({ name: 'Acme SaaS', path: '/_local/app', issuer, addresses }),
    reports: createSampleApp({ name: 'Acme Reports', path: '/_local/reports', issuer, addresses }),
  };
  const provider = createProvider({
    issuer,
    signingKey,
    storage,
    runtime: {
      state,
      pool,
      sessionFactors,
      resolveFrom: join(options.projectDir, 'package.json'),
      timeLimitMs: options.actionTimeLimitMs ?? 20_000,
      timeline,
      clockAheadMs: () => clock.aheadMs,
    },
  });
  logLogins(provider, state);
  const sessions = new Sessions(provider, storage, new BackChannel({ state, issuer, signingKey, addresses }));
  provider.use(loopbackOnly);
  provider.use(stay);
  provider.use(pageHeaders);
  provider.use(ownOriginOnly({ http: listeners.httpPort, https: listeners.httpsPort }));
  provider.use(viewRoutes(timeline));
  provider.use(controlRoutes({ token: controlToken, requestLog, faults, clock, control, timeline, snapshotFile }));
  provider.use(traceRequests(state, timeline, logins));
  provider.use(traceLogins(provider, state, timeline, logins));
  provider.use(logRequests(requestLog, state.clock, options.onRequest));
  provider.use(injectFaults(faults, state.clock));
  if (options.rateLimits) provider.use(limitRate(options.plan ?? 'enterprise', options.rateLimits, state.clock));
  provider.use(
    managementApi({
      ...options.management,
      state,
      entitlements: entitlementsOf(options.plan, options.entitlements),
      onReply: options.onManagementReply,
      async verifyToken(bearer) {
        const claims = await verify(bearer, audiences.management);
        return claims && { clientId: String(claims.azp), scopes: String(claims.scope ?? '').split(' ') };
      },
    }),
  );
  provider.use(expressConfiguration(state, verify));
  provider.use(localRoutes(state));
  for (const routes of oktaOrgs.routes) provider.use(routes);
  for (const app of Object.values(apps)) provider.use(app.routes);
  provider.use(webauthnScripts);
  provider.use(
    loginPages(provider, {
      state,
      sessionFactors,
      relyingParty: {
        id: 'localhost',
        origins: [browserOrigin, `https://${domain}`],
        challenges: new WebauthnChallenges(state.clock),
      },
    }),
  );
  provider.use(changeUser(provider, sessionFactors));
  provider.use(enterpriseLogin(provider, state, new ProviderClients(`https://${domain}${CALLBACK_PATH}`)));
  provider.use(continueLogin(provider, state));
  provider.use(normaliseAuthorize);
  provider.use(logExchanges(state));
  provider.use(tokenEndpoint);
  provider.use(userinfo(state, audiences, verify));
  provider.use(scimEndpoint(state, sessions));
  provider.use(globalTokenRevocation({ state, sessions, issuer }));
  provider.use(logout(provider, state, sessions));
  const handle = provider.callback();
  listeners.handle((request, response) => clock.run(() => handle(request, response)));

  return {
    issuer,
    domain,
    browserOrigin,
    caFile: certificate.caFile,
    deployClient,
    readOnlyClient,
    okta,
    apps,
    runs: () => structuredClone(state.runs),
    requests: requestLog.entries,
    clearRequests: requestLog.clear,
    faults,
    snapshot: () => snapshot(state),
    controlToken,
    timeline: () => timeline.after(),
    clock,
    reset: () => control.reset(),
    takeSnapshot: () => control.takeSnapshot(),
    loadSnapshot: (json) => control.loadSnapshot(json),
    async saveSnapshot(file = snapshotFile) {
      if (file === undefined) throw new TypeError('name a file: this start was given no snapshotFile');
      await control.saveSnapshot(file);
    },
    async close() {
      await listeners.close();
      await pool.close();
      if (snapshotFile !== undefined) await control.saveSnapshot(snapshotFile);
    },
  };
}

function snapshot({ clock: _c, newId: _i, newCode: _n, logs: _l, ...held }: TenantState): object {
  return structuredClone(held);
}
