import { type LeastScopes, missingScopes } from '../management-api/least-scopes.ts';
import type { TenantFile } from '../manifest/tenant-file.ts';
import { shellOption } from '../shell.ts';
import type { Traffic } from '../tenant/traffic.ts';
import { done, type Step, todo } from './step.ts';

const NAME = 'deploy application';

/** Returns the step that only a person can do: making the application for this command and CI. */
export const createApplication = (found: string, { scopes }: LeastScopes): Step =>
  todo(
    NAME,
    found,
    'In the Auth0 dashboard create an application of type Machine to Machine, for this project alone.',
    `Authorize it for the Auth0 Management API with these scopes and no others: ${scopes.join(' ')}`,
    'Set AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET from its settings (or AUTH0_CLIENT_PRIVATE_KEY: Private Key JWT is an Enterprise feature, except, as the documentation implies, for Okta’s own client).',
  );

/** Checks the scopes in the token, once the tenant has answered a request. */
export function checkApplication({ grantedScopes }: Traffic, tenant: TenantFile, environment: string): Step {
  if (grantedScopes === undefined) return done(NAME, 'it gets tokens, which do not name their scopes');
  const missing = missingScopes(tenant, grantedScopes);
  if (missing.length === 0) return done(NAME, 'it may do all that a deploy does');
  return todo(
    NAME,
    `its grant lacks ${missing.join(', ')}`,
    `Add these scopes to its grant for the Management API; npm run scopes -- ${shellOption('env', environment)} lists all.`,
  );
}
