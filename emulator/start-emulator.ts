import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Addresses, stayHere } from './addresses.ts';
import { createSampleApp } from './app/sample-app.ts';
import type { Emulator, EmulatorOptions } from './emulator.ts';
import { expressConfiguration } from './express/routes.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { injectFaults } from './faults/inject-faults.ts';
import { controlRoutes } from './inside/control-routes.ts';
import { ownOriginOnly } from './inside/guard.ts';
import { health } from './inside/health.ts';
import { Logins } from './inside/logins.ts';
import { readSnapshot } from './inside/snapshot-file.ts';
import { TenantClock } from './inside/tenant-clock.ts';
import { TenantControl } from './inside/tenant-control.ts';
import { Timeline } from './inside/timeline.ts';
import { traceLogins } from './inside/trace-logins.ts';
import { traceRequests } from './inside/trace-requests.ts';
import { viewRoutes } from './inside/view-routes.ts';
import { localRoutes, loopbackOnly } from './local-routes.ts';
import { Storage } from './login/adapter.ts';
import { rememberAsked } from './login/asked.ts';
import { audiencesOf } from './login/audience.ts';
import { changeUser } from './login/change-user.ts';
import { toClientMetadata } from './login/client-metadata.ts';
import { continueLogin } from './login/continue.ts';
import { enrollmentTicket } from './login/enrollment-ticket.ts';
import { ProviderClients } from './login/enterprise/provider-client.ts';
import { CALLBACK_PATH, enterpriseLogin } from './login/enterprise/routes.ts';
import { acceptJson } from './login/form.ts';
import { logExchanges } from './login/log-exchanges.ts';
import { logLogins } from './login/log-logins.ts';
import { BackChannel } from './login/logout/back-channel.ts';
import { globalTokenRevocation } from './login/logout/global-token-revocation.ts';
import { oidcLogout } from './login/logout/oidc-logout.ts';
import { Sessions } from './login/logout/sessions.ts';
import { logout } from './login/logout/v2-logout.ts';
import { SessionFactors } from './login/methods.ts';
import { pageHeaders } from './login/page-headers.ts';
import { loginPages } from './login/pages.ts';
import { createProvider } from './login/provider.ts';
import { PushRequests } from './login/push.ts';
import { pushApp } from './login/push-app.ts';
import { refreshTokenAdapter } from './login/refresh/adapter.ts';
import { issueRefreshTokens } from './login/refresh/issue.ts';
import { discovery, pushedRequests } from './login/request/discovery.ts';
import { normaliseParameters } from './login/request/parameters.ts';
import { sessionCookie } from './login/session-cookie.ts';
import { SessionMetadata } from './login/session-metadata.ts';
import { tokenEndpoint } from './login/token-endpoint.ts';
import { accessTokenVerifier, userinfo } from './login/userinfo.ts';
import { WebauthnChallenges } from './login/webauthn-challenges.ts';
import { webauthnScripts } from './login/webauthn-scripts.ts';
import { entitlementsOf } from './management/entitlements.ts';
import { limitRate } from './management/rate-limits.ts';
import { createRequestLog, logRequests } from './management/request-log.ts';
import { managementApi } from './management/router.ts';
import { createOkta } from './okta/okta.ts';
import { createOktaOrgs } from './okta/orgs.ts';
import { installedVersion } from './runtime/installed-version.ts';
import { WorkerPool } from './runtime/worker-pool.ts';
import { scimEndpoint } from './scim/routes.ts';
import { seedDeployClient, seedReadOnlyClient } from './seed-clients.ts';
import { seedDatabase } from './seed-database.ts';
import { Listeners } from './server.ts';
import { certificateOf, createSigningKey, publicPart } from './signing-key.ts';
import { createState, findClient, type TenantState } from './state.ts';
import { loopbackTls } from './tls.ts';
import { afterPasswordChange, afterRegistration } from './triggers/registration.ts';
import type { TriggerRuntime } from './triggers/run-trigger.ts';
import { trust } from './trust.ts';

/** Starts a fresh tenant. Rejects with `PortInUseError`. */
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
  // No name below it: Node's resolver finds none (docs/notes/local-tenant.md#localhost).
  const domain = `localhost:${listeners.httpsPort}`;
  const issuer = `https://${domain}/`;
  const browserOrigin = `http://localhost:${listeners.httpPort}`;
  const audiences = audiencesOf(issuer);
  trust(certificate.ca);

  const addresses = new Addresses();
  addresses.serve(`https://${domain}`, '');
  const stay = stayHere(addresses);
  const clock = new TenantClock();
  const { unknowns = {}, actionTimeLimitMs = 20_000 } = options;
  const { connectionDelayMs: connectionMs = 0, visibilityDelayMs: visibilityMs = 0 } = options;
  const delays = { connectionMs, visibilityMs };
  const state = createState({ domain, browserOrigin, clock: clock.now, unknowns, delays });
  seedDatabase(state);
  const deployClient = seedDeployClient(state, audiences.management);
  const readOnlyClient = options.readOnlyClient ? seedReadOnlyClient(state, audiences.management) : undefined;
  const requestLog = createRequestLog();
  const faults = new FaultPlan(options.faults);
  const pool = new WorkerPool({ ca: certificate.ca });
  const resolveFrom = join(options.projectDir, 'package.json');
  const sessionFactors = new SessionFactors();
  const pushRequests = new PushRequests(state.clock);
  const okta = clock.bind(await createOkta({ issuer, browserOrigin }));
  const storage = new Storage({
    clock: state.clock,
    refreshTokens: refreshTokenAdapter(state),
    findClient(id) {
      const client = findClient(state, id);
      return client && toClientMetadata(state, client, [okta.redirectUri]);
    },
  });
  const timeline = new Timeline(state);
  const logins = new Logins();
  const controlToken = randomBytes(24).toString('hex');
  const control = new TenantControl({
    ...{ state, clock, storage, pushRequests, pool, requestLog, faults, timeline },
    plannedFaults: options.faults ?? [],
  });
  const { snapshotFile } = options;
  const kept = snapshotFile === undefined ? undefined : await readSnapshot(snapshotFile);
  if (kept !== undefined) await control.loadSnapshot(kept);
  control.beginHere();

  const signingKey = await createSigningKey();
  state.certificate = await certificateOf(signingKey, domain);
  const verify = accessTokenVerifier({ keys: [publicPart(signingKey)] }, issuer, state.clock);

  const oktaOrgs = await createOktaOrgs({ okta, state, origin: `https://${domain}`, stay });
  const customerId = (name: string) => state.organizations.find((organization) => organization.name === name)?.id;
  const apps = {
    saas: createSampleApp({ name: 'Acme SaaS', path: '/_local/app', issuer, addresses, customerId }),
    reports: createSampleApp({ name: 'Acme Reports', path: '/_local/reports', issuer, addresses, customerId }),
  };
  const triggers: TriggerRuntime = {
    state,
    pool,
    resolveFrom,
    timeLimitMs: typeof actionTimeLimitMs === 'function' ? actionTimeLimitMs : () => actionTimeLimitMs,
    timeline,
    clockAheadMs: () => clock.aheadMs,
  };
  const provider = createProvider({
    issuer,
    signingKey,
    storage,
    runtime: { ...triggers, sessionFactors, sessionMetadata: new SessionMetadata(), pushRequests },
  });
  logLogins(provider, state);
  const sessions = new Sessions(provider, storage, new BackChannel({ state, issuer, signingKey, addresses }));
  provider.use(loopbackOnly);
  provider.use(stay);
  provider.use(pageHeaders);
  provider.use(sessionCookie);
  provider.use(oidcLogout(state, sessions));
  provider.use(discovery(state));
  provider.use(ownOriginOnly({ http: listeners.httpPort, https: listeners.httpsPort }));
  provider.use(health(domain));
  provider.use(viewRoutes(timeline));
  provider.use(controlRoutes({ token: controlToken, requestLog, faults, clock, control, timeline, snapshotFile }));
  provider.use(traceRequests(state, timeline, logins));
  provider.use(traceLogins(provider, state, timeline, logins));
  provider.use(logRequests(requestLog, state.clock, options.onRequest));
  provider.use(injectFaults(faults, state.clock));
  if (options.rateLimits) provider.use(limitRate(options.plan ?? 'enterprise', options.rateLimits, state.clock));
  provider.use(
    managementApi({
      latestVersion: (name) => installedVersion(resolveFrom, name),
      ...options.management,
      state,
      entitlements: entitlementsOf(options.plan, options.entitlements),
      onReply: options.onManagementReply,
      note(text) {
        timeline.record({ kind: 'control', what: text });
        options.onNote?.(text);
      },
      userAdded: (user, asker) => afterRegistration(triggers, { user, asker }),
      passwordChanged: (user, asker) => afterPasswordChange(triggers, user, asker),
      endSessions: (userId) => void sessions.endAll(userId, 'session-revoked'),
      async verifyToken(bearer) {
        const claims = await verify(bearer, audiences.management);
        return claims && { clientId: String(claims.azp), scopes: String(claims.scope ?? '').split(' ') };
      },
    }),
  );
  provider.use(expressConfiguration(state, verify));
  provider.use(localRoutes(state, addresses, timeline));
  provider.use(pushApp(state, pushRequests));
  for (const routes of oktaOrgs.routes) provider.use(routes);
  for (const app of Object.values(apps)) provider.use(app.routes);
  provider.use(enrollmentTicket(state, pushRequests));
  provider.use(webauthnScripts);
  provider.use(
    loginPages(provider, {
      state,
      sessionFactors,
      triggers,
      pushRequests,
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
  provider.use(rememberAsked);
  provider.use(pushedRequests(state));
  provider.use(acceptJson);
  provider.use(normaliseParameters);
  provider.use(logExchanges(state));
  provider.use(tokenEndpoint);
  provider.use(issueRefreshTokens(state, sessionFactors));
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
    contents: () => contentsOf(state),
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

function contentsOf({ clock: _c, newId: _i, newUuid: _u, newCode: _n, logs: _l, ...held }: TenantState): object {
  return structuredClone(held);
}
