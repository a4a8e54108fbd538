import { ManagementError } from 'auth0';
import type { Failure } from '../failures.ts';
import { MissingEntitlement } from './read.ts';

/** What an error of the `auth0` SDK means. Anything else is a bug, and thrown on. */
export function apiFailure(error: unknown, doing: string): Failure {
  if (error instanceof MissingEntitlement) return entitlementMissing(error);
  if (error instanceof ManagementError && error.statusCode !== undefined)
    return refusal(error, error.statusCode, doing);
  const cause = networkCause(error);
  if (cause === undefined) throw error;
  return {
    code: 'TENANT_UNREACHABLE',
    expected: `the tenant to answer (${doing})`,
    found: cause,
    fix: CERTIFICATE_CODES.some((code) => cause.includes(code))
      ? 'The certificate is not trusted: set NODE_EXTRA_CA_CERTS to the file of its certificate authority.'
      : 'Check AUTH0_DOMAIN and the network, and run the command again: it continues where it ended.',
  };
}

const entitlementMissing = ({ feature }: MissingEntitlement): Failure => ({
  code: 'ENTITLEMENT_MISSING',
  expected: `the tenant's subscription to include ${feature}`,
  found: 'that it does not (403)',
  fix: 'Change the subscription, or remove `roles:` from tenant/tenant.yaml and role(…) from actions/policy.ts.',
});

function refusal(error: ManagementError, status: number, doing: string): Failure {
  const isToken = error.message.includes('token request failed');
  return {
    code: isToken ? 'TENANT_CREDENTIALS' : 'TENANT_REFUSED',
    expected: isToken ? 'a Management API token' : `the tenant to accept this (${doing})`,
    found: `${status} ${messageOf(error.body)}`.trim(),
    fix: fixFor(status, isToken),
  };
}

function fixFor(status: number, isToken: boolean): string {
  if (isToken)
    return 'Check AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, and that the application may call the Management API.';
  if (status === 401 || status === 403) return 'Grant the application the scope that the message names.';
  if (status === 429 || status >= 500) return 'Wait a minute and run the command again: it continues where it ended.';
  return 'Correct what the message names in tenant/tenant.yaml.';
}

function messageOf(body: unknown): string {
  if (typeof body === 'string') return body.slice(0, 300);
  if (typeof body !== 'object' || body === null) return '';
  const fields = Object.entries(body).filter(([key]) => key === 'message' || key === 'error_description');
  return fields.map(([, value]) => String(value)).join(' ');
}

const CERTIFICATE_CODES = ['CERT', 'UNABLE_TO_VERIFY', 'SELF_SIGNED'];

/** `fetch` hides why it failed in a chain of causes. */
function networkCause(error: unknown): string | undefined {
  let isFetch = false;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return `${cause.code} ${cause.message}`;
    isFetch ||=
      cause.message === 'fetch failed' || cause.name === 'TimeoutError' || cause.name === 'ManagementTimeoutError';
  }
  return isFetch && error instanceof Error ? error.message : undefined;
}
