import { ManagementError } from 'auth0';
import type { Failure } from '../failures.ts';
import { REQUEST_HEADER } from './bounded-fetch.ts';
import { NameResolutionError } from './by-name.ts';
import { type FailedRequest, RequestError, refusedRequest } from './failed-request.ts';
import { MissingEntitlement } from './read.ts';
import type { RequestContext } from './request-context.ts';
import { requestFailure } from './request-failure.ts';

/** Returns the failure for an error of the `auth0` SDK; throws any other error, which is a bug. */
export function apiFailure(error: unknown, activity: string, connection: RequestContext['connection']): Failure {
  if (error instanceof NameResolutionError) return error.failure;
  if (error instanceof MissingEntitlement) return entitlementMissing(error);
  const failed = failedRequest(error);
  if (failed === undefined) throw error;
  return requestFailure(failed, { activity, connection });
}

const entitlementMissing = ({ feature }: MissingEntitlement): Failure => ({
  code: 'ENTITLEMENT_MISSING',
  expected: `the tenant's subscription to include ${feature}`,
  found: 'that it does not (403)',
  fix: 'Change the subscription, or write `without: [roles]` in tenant/environments/NAME.yaml: its administrators are then permitted by attribute.',
});

function failedRequest(error: unknown): FailedRequest | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RequestError) return cause.failed;
  }
  if (!(error instanceof ManagementError) || error.statusCode === undefined) return undefined;
  const { statusCode, body, rawResponse } = error;
  // The SDK's error about a token keeps no answer.
  const request = rawResponse?.headers.get(REQUEST_HEADER) ?? 'POST /oauth/token';
  return refusedRequest(request, statusCode, body, rawResponse?.headers);
}
