/** Declares the middlewares around oidc-provider; `middlewares.ts` puts them after all others. */

import { changeUser } from './login/change-user.ts';
import { resumeCompletedStep } from './login/completed-step.ts';
import { acceptJson } from './login/form.ts';
import { logExchanges } from './login/log-exchanges.ts';
import { issueRefreshTokens } from './login/refresh/issue.ts';
import { pushedRequests } from './login/request/discovery.ts';
import { normaliseParameters } from './login/request/parameters.ts';
import { translateRefusals } from './login/request/translate-refusals.ts';
import { rememberParameters } from './login/sent-parameters.ts';
import { tokenEndpoint } from './login/token-endpoint.ts';
import type { MiddlewareEntry } from './middleware-order.ts';
import type { TenantParts } from './tenant-parts.ts';

/**
 * Lists the middlewares that adapt oidc-provider's requests and answers to Auth0's. oidc-provider is the last in the
 * order.
 */
export const OIDC_PROVIDER_MIDDLEWARES: readonly MiddlewareEntry<TenantParts>[] = [
  {
    name: 'resume-completed-step',
    at: '/authorize/…, where a login resumes',
    kind: 'around',
    why: 'It hands over what a page has completed, before anything looks at the result of the login.',
    make: ({ provider }) => resumeCompletedStep(provider),
  },
  {
    name: 'change-user',
    at: '/authorize/…, where a login resumes',
    kind: 'around',
    why: 'It renews the session before oidc-provider resumes with another user.',
    after: ['resume-completed-step'],
    make: ({ provider, state, sessionFactors }) => changeUser(provider, state, sessionFactors),
  },
  {
    name: 'remember-parameters',
    at: '/authorize',
    kind: 'around',
    why: 'It keeps the query as it was sent, before normalise-parameters takes something out of it.',
    make: () => rememberParameters,
  },
  {
    name: 'pushed-requests',
    at: '/oauth/par',
    kind: 'around',
    why: 'Where the setting is off, the request is refused before its body is read.',
    make: ({ state }) => pushedRequests(state),
  },
  {
    name: 'accept-json',
    at: '/oauth/token, /oauth/revoke, /oauth/par',
    kind: 'around',
    why: 'It turns JSON into the form that the middlewares below and oidc-provider read.',
    after: ['inject-faults', 'pushed-requests'],
    make: () => acceptJson,
  },
  {
    name: 'normalise-parameters',
    at: '/authorize, /oauth/par',
    kind: 'around',
    why: 'It takes out of query and form what oidc-provider refuses and Auth0 ignores.',
    after: ['remember-parameters', 'accept-json'],
    make: ({ state }) => normaliseParameters(state),
  },
  {
    name: 'log-exchanges',
    at: '/oauth/token',
    kind: 'around',
    why: 'The tenant’s log has the answer in Auth0’s words, which token-endpoint writes.',
    make: ({ state }) => logExchanges(state),
  },
  {
    name: 'translate-refusals',
    at: '/authorize, /oauth/token, /oauth/par, /oauth/revoke, /userinfo',
    kind: 'around',
    why: 'It gives Auth0’s words to what token-endpoint has left in those of oidc-provider, before the log has it.',
    after: ['log-exchanges', 'accept-json'],
    make: () => translateRefusals,
  },
  {
    name: 'token-endpoint',
    at: '/oauth/token',
    kind: 'around',
    why: 'It gives the answer Auth0’s statuses, errors and scope, with the refresh token already in it.',
    after: ['log-exchanges', 'accept-json', 'translate-refusals'],
    make: ({ state }) => tokenEndpoint(state),
  },
  {
    name: 'issue-refresh-tokens',
    at: '/oauth/token',
    kind: 'around',
    why: 'It acts on the answer of oidc-provider itself, before anything else changes it.',
    after: ['token-endpoint'],
    make: ({ state, sessionFactors }) => issueRefreshTokens(state, sessionFactors),
  },
];
