/**
 * Every middleware of the tenant, in the order in which requests pass them; answers pass them in the opposite order.
 * A new route needs one entry here: `kind: 'route'`, anywhere after `inject-faults`.
 */

import { expressConfiguration } from './express/routes.ts';
import { injectFaults } from './faults/inject-faults.ts';
import { controlRoutes } from './inspector/control-routes.ts';
import { ownOriginOnly } from './inspector/guard.ts';
import { health } from './inspector/health.ts';
import { traceLogins } from './inspector/trace-logins.ts';
import { traceRequests } from './inspector/trace-requests.ts';
import { viewRoutes } from './inspector/view-routes.ts';
import { localRoutes, loopbackOnly } from './local-routes.ts';
import { continueLogin } from './login/continue.ts';
import { enrollmentTicket } from './login/enrollment-ticket.ts';
import { ProviderClients } from './login/enterprise/provider-client.ts';
import { CALLBACK_PATH, enterpriseLogin } from './login/enterprise/routes.ts';
import { globalTokenRevocation } from './login/logout/global-token-revocation.ts';
import { oidcLogout } from './login/logout/oidc-logout.ts';
import { logout } from './login/logout/v2-logout.ts';
import { pageHeaders } from './login/page-headers.ts';
import { loginPages } from './login/pages.ts';
import { pushApp } from './login/push-app.ts';
import { discovery } from './login/request/discovery.ts';
import { plainCookies, sessionCookie } from './login/session-cookie.ts';
import { userinfo } from './login/userinfo.ts';
import { WebauthnChallenges } from './login/webauthn-challenges.ts';
import { webauthnScripts } from './login/webauthn-scripts.ts';
import { limitRate } from './management/rate-limits.ts';
import { logRequests } from './management/request-log.ts';
import { managementOf } from './management-of.ts';
import type { MiddlewareEntry } from './middleware-order.ts';
import { OIDC_PROVIDER_MIDDLEWARES } from './oidc-provider-middlewares.ts';
import { scimEndpoint } from './scim/routes.ts';
import type { TenantParts } from './tenant-parts.ts';

type Entry = MiddlewareEntry<TenantParts>;

/** Lists the middlewares that guard, complete or observe requests and answers of every kind. */
const AROUND_EVERYTHING: readonly Entry[] = [
  {
    name: 'loopback-only',
    at: 'every request',
    kind: 'around',
    why: 'A request for another host name is refused before anything reads it.',
    make: () => loopbackOnly,
  },
  {
    name: 'stay-here',
    at: 'every redirect',
    kind: 'around',
    why: 'It rewrites the location that any later middleware has set.',
    after: ['loopback-only'],
    make: ({ stay }) => stay,
  },
  {
    name: 'page-headers',
    at: 'every page',
    kind: 'around',
    why: 'It adds headers to the pages of all later middlewares, and keeps a policy that one of them has set.',
    after: ['loopback-only'],
    make: () => pageHeaders,
  },
  {
    name: 'plain-cookies',
    at: 'every request on plain http',
    kind: 'around',
    why: 'It renames the cookies of a request before anything reads them.',
    after: ['loopback-only'],
    make: () => plainCookies,
  },
  {
    name: 'session-cookie',
    at: 'every answer that sets the cookie of the session',
    kind: 'around',
    why: 'It rewrites the cookies that oidc-provider and the logouts have set.',
    after: ['loopback-only'],
    make: () => sessionCookie,
  },
  {
    name: 'oidc-logout',
    at: '/oidc/logout',
    kind: 'around',
    why: 'It replaces the page, the redirect and the cookie of oidc-provider, and those three need the middlewares above.',
    after: ['stay-here', 'page-headers', 'session-cookie'],
    make: ({ state, sessions }) => oidcLogout(state, sessions),
  },
  {
    name: 'discovery',
    at: '/.well-known/openid-configuration, /.well-known/oauth-authorization-server',
    kind: 'around',
    why: 'It changes the document after oidc-provider has written it.',
    after: ['loopback-only'],
    make: ({ state }) => discovery(state),
  },
  {
    name: 'own-origin-only',
    at: '/_local/…',
    kind: 'around',
    why: 'A page of another origin is refused before any route below /_local/ reads its request.',
    after: ['loopback-only'],
    make: ({ ports }) => ownOriginOnly(ports),
  },
];

/** Lists the inspector's own routes: no fault affects them, and nothing records them. */
const INSPECTOR: readonly Entry[] = [
  {
    name: 'health',
    at: '/_local/health',
    kind: 'route',
    why: 'No fault and no log concerns it, so it comes before both.',
    after: ['own-origin-only'],
    make: ({ domain }) => health(domain),
  },
  {
    name: 'timeline',
    at: '/_local/, /_local/timeline.*, /_local/events',
    kind: 'route',
    why: 'What looks at the records is not recorded, so it comes before what records.',
    after: ['own-origin-only'],
    make: ({ timeline }) => viewRoutes(timeline),
  },
  {
    name: 'control',
    at: '/_local/requests, faults, clock, reset and snapshot',
    kind: 'route',
    why: 'What clears logs and faults is neither logged nor hit by a fault, so it comes before both.',
    after: ['own-origin-only'],
    make: ({ options, controlToken, requestLog, faults, clock, control, timeline }) =>
      controlRoutes({
        ...{ token: controlToken, requestLog, faults, clock, control, timeline },
        snapshotFile: options.snapshotFile,
      }),
  },
];

/** Lists the middlewares that record requests, and those that make them fail on demand. */
const RECORDS_AND_FAULTS: readonly Entry[] = [
  {
    name: 'trace-requests',
    at: 'the tenant’s APIs and /oauth/token',
    kind: 'around',
    why: 'It records what the client sees in the end, faults and limits included.',
    after: ['timeline', 'control'],
    make: ({ state, timeline, logins }) => traceRequests(state, timeline, logins),
  },
  {
    name: 'trace-logins',
    at: '/authorize, /u/…',
    kind: 'around',
    why: 'It numbers the login before a page or an Action records something of it; trace-requests reads the number afterwards.',
    after: ['trace-requests'],
    make: ({ provider, state, timeline, logins }) => traceLogins(provider, state, timeline, logins),
  },
  {
    name: 'log-requests',
    at: '/api/v2/…, /oauth/token',
    kind: 'around',
    why: 'It has the final status, which faults and limits may set, and its listener runs before the answer is recorded.',
    after: ['trace-requests'],
    make: ({ options, requestLog, state }) => logRequests(requestLog, state.clock, options.onRequest),
  },
  {
    name: 'inject-faults',
    at: 'everything outside /_local/',
    kind: 'around',
    why: 'It replaces the work or the answer of everything below, and the records above name its effect.',
    after: ['control', 'trace-requests', 'log-requests'],
    make: ({ faults, state }) => injectFaults(faults, state.clock),
  },
  {
    name: 'limit-rate',
    at: '/api/v2/…, where the start has rate limits',
    kind: 'around',
    why: 'A request that a fault has ended takes nothing from a bucket, and one over the limit reaches no operation.',
    after: ['inject-faults'],
    make: ({ options, state }) =>
      options.rateLimits && limitRate(options.plan ?? 'enterprise', options.rateLimits, state.clock),
  },
];

/** Lists the tenant's APIs and pages, each at its own paths. */
const ROUTES: readonly Entry[] = [
  {
    name: 'management-api',
    at: '/api/v2/…',
    kind: 'route',
    why: 'It answers what the limits and faults above let through.',
    after: ['log-requests', 'inject-faults', 'limit-rate'],
    make: managementOf,
  },
  {
    name: 'express-configuration',
    at: '/_local/express-configuration/…',
    kind: 'route',
    why: 'Okta calls it, so the timeline above records it.',
    after: ['trace-requests', 'own-origin-only'],
    make: ({ state, verify }) => expressConfiguration(state, verify),
  },
  {
    name: 'local-routes',
    at: '/_local/runs, /_local/authenticator, /_local/mail',
    kind: 'route',
    why: 'They have secrets of people in them, so other origins are refused first.',
    after: ['own-origin-only'],
    make: ({ state, addresses, timeline }) => localRoutes(state, addresses, timeline),
  },
  {
    name: 'push-app',
    at: '/_local/push',
    kind: 'route',
    why: 'It approves logins, so other origins are refused first.',
    after: ['own-origin-only'],
    make: ({ state, pushRequests }) => pushApp(state, pushRequests),
  },
  {
    name: 'okta',
    at: '/_local/okta/…',
    kind: 'route',
    why: 'Its buttons change customers’ connections, so other origins are refused first.',
    after: ['own-origin-only', 'stay-here'],
    make: ({ oktaRoutes }) => oktaRoutes,
  },
  {
    name: 'sample-applications',
    at: '/_local/app/…, /_local/reports/…',
    kind: 'route',
    why: 'Their buttons end sessions, so other origins are refused first.',
    after: ['own-origin-only', 'stay-here'],
    make: ({ apps }) => Object.values(apps).map(({ routes }) => routes),
  },
  {
    name: 'enrollment-ticket',
    at: '/mfa/…',
    kind: 'route',
    why: 'Its paths are its own.',
    after: ['page-headers'],
    make: ({ state, pushRequests }) => enrollmentTicket(state, pushRequests),
  },
  {
    name: 'webauthn-scripts',
    at: 'the two scripts of the WebAuthn pages',
    kind: 'route',
    why: 'Its paths are its own.',
    make: () => webauthnScripts,
  },
  {
    name: 'login-pages',
    at: '/u/…',
    kind: 'route',
    why: 'The timeline above records which page was shown, and what was wrong with what it sent.',
    after: ['trace-logins', 'page-headers'],
    make: ({ provider, state, sessionFactors, triggers, pushRequests, browserOrigin, domain }) =>
      loginPages(provider, {
        ...{ state, sessionFactors, triggers, pushRequests },
        relyingParty: {
          id: 'localhost',
          origins: [browserOrigin, `https://${domain}`],
          challenges: new WebauthnChallenges(state.clock),
        },
      }),
  },
  {
    name: 'enterprise-login',
    at: '/login/upstream, /login/callback',
    kind: 'route',
    why: 'It redirects to a customer’s provider, which may be served here.',
    after: ['stay-here'],
    make: ({ provider, state, domain }) =>
      enterpriseLogin(provider, state, new ProviderClients(`https://${domain}${CALLBACK_PATH}`)),
  },
  {
    name: 'continue-login',
    at: '/continue',
    kind: 'route',
    why: 'Its path is its own.',
    after: ['page-headers'],
    make: ({ provider }) => continueLogin(provider),
  },
  {
    name: 'userinfo',
    at: '/userinfo, with a JWT',
    kind: 'route',
    why: 'It answers in place of oidc-provider, which takes only its own opaque tokens.',
    make: ({ state, audiences, verify }) => userinfo(state, audiences, verify),
  },
  {
    name: 'scim',
    at: '/scim/v2/connections/…',
    kind: 'route',
    why: 'Okta calls it, so the timeline above records it.',
    after: ['trace-requests'],
    make: ({ state, sessions }) => scimEndpoint(state, sessions),
  },
  {
    name: 'global-token-revocation',
    at: '/oauth/global-token-revocation/…',
    kind: 'route',
    why: 'Okta calls it, so the timeline above records it.',
    after: ['trace-requests'],
    make: ({ state, sessions, issuer }) => globalTokenRevocation({ state, sessions, issuer }),
  },
  {
    name: 'v2-logout',
    at: '/v2/logout',
    kind: 'route',
    why: 'Its redirect and its cookie are rewritten above.',
    after: ['stay-here', 'session-cookie'],
    make: ({ provider, state, sessions }) => logout(provider, state, sessions),
  },
];

export const MIDDLEWARES: readonly Entry[] = [
  ...AROUND_EVERYTHING,
  ...INSPECTOR,
  ...RECORDS_AND_FAULTS,
  ...ROUTES,
  ...OIDC_PROVIDER_MIDDLEWARES,
];
