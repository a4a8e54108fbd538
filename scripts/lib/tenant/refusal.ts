import type { Failure } from '../failures.ts';
import type { Connection } from './connection.ts';
import type { Problem } from './failed-request.ts';
import type { RequestContext } from './request-context.ts';

type Refused = Extract<Problem, { kind: 'refused' }>;

const TOKEN_REQUEST = 'POST /oauth/token';
const CONTINUES = 'run the command again: it continues where it ended';

/** Returns the failure for an error status of Auth0. */
export function refusal(request: string, problem: Refused, { activity, connection }: RequestContext): Failure {
  const { status } = problem;
  const isToken = request === TOKEN_REQUEST;
  if (isBusy(status)) return busy(request, problem, activity);
  if (isToken && status === 404) return noSuchTenant(problem, activity, connection);
  return {
    code: isToken ? 'TENANT_CREDENTIALS' : 'TENANT_REFUSED',
    expected: isToken ? 'a Management API token' : `the tenant to accept this (${activity})`,
    found: `${said(problem)} (${request})`,
    fix: isToken ? tokenFix(problem, connection) : apiFix(problem),
  };
}

/** Statuses that the same request may not have later. */
export const isBusy = (status: number): boolean => status === 408 || status === 429 || status >= 500;

function said({ status, error, message }: Refused): string {
  const isOAuth = error !== undefined && /^[a-z_]+$/.test(error);
  const text = [...(isOAuth ? [error] : []), message].filter((part) => part !== '').join(': ');
  return `${status} ${text}`.trim();
}

function busy(request: string, problem: Refused, activity: string): Failure {
  const { status, rateLimit } = problem;
  const isWrite = !/^GET /.test(request) && request !== TOKEN_REQUEST;
  const outcome = isWrite && status !== 429 ? ', so that it may have been carried out' : '';
  return {
    code: 'TENANT_BUSY',
    expected: `the tenant to have time for this (${activity})`,
    found: `${said(problem)} (${[request, ...(rateLimit ? [rateLimit] : [])].join('; ')})${outcome}`,
    fix:
      status === 429
        ? `Wait until the time of x-ratelimit-reset and ${CONTINUES}. Whatever else calls this tenant's Management API shares the limit.`
        : `Wait a minute and ${CONTINUES}. If it stays so, look at status.auth0.com.`,
  };
}

const noSuchTenant = (problem: Refused, activity: string, { domain }: Connection): Failure => ({
  code: 'TENANT_UNKNOWN',
  expected: `an Auth0 tenant at ${domain} (${activity})`,
  found: `${said(problem)} (${TOKEN_REQUEST})`,
  fix: "Check AUTH0_DOMAIN: the tenant's own domain, such as acme.eu.auth0.com.",
});

function tokenFix({ status, error, message }: Refused, connection: Connection): string {
  const { domain } = connection;
  if (message.startsWith('Service not found')) {
    return `Set AUTH0_DOMAIN to the tenant's own domain: the Management API is not at a custom one such as ${domain}.`;
  }
  if (error === 'unauthorized_client') {
    return 'Allow the application the grant type client_credentials: it must be a machine-to-machine one.';
  }
  if (status === 403) {
    return `Authorize the application for the Management API of ${domain} (a client grant), with the scopes that npm run scopes lists.`;
  }
  return 'clientSecret' in connection
    ? `Check AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET: ${domain} has no application of this id with this secret.`
    : `Check AUTH0_DOMAIN and AUTH0_CLIENT_ID, and that the public half of AUTH0_CLIENT_PRIVATE_KEY is a credential of that application (Private Key JWT) and not expired.`;
}

const PLAN = ['This feature is not enabled', 'You reached the limit of entities'];

function apiFix({ status, message }: Refused): string {
  const [, scopes] = /expected any of: ([\w:,. -]+)/.exec(message) ?? [];
  if (scopes !== undefined) {
    const named = scopes.split(',').map((scope) => scope.trim());
    return `Add ${named.join(' or ')} to the application's grant for the Management API and ${CONTINUES}. npm run scopes lists all it needs.`;
  }
  if (status === 401 && /expired/i.test(message)) {
    return 'The token expired before the work was done. Run the command again: it gets a new one, and continues where it ended.';
  }
  if (status === 401) return `Check that AUTH0_DOMAIN is the tenant's own domain, and ${CONTINUES}.`;
  if (PLAN.some((text) => message.startsWith(text))) {
    return "The tenant's subscription does not include it: change that, or take it out of tenant/tenant.yaml.";
  }
  return 'Correct what the message names in tenant/tenant.yaml.';
}
