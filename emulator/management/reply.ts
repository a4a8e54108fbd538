/**
 * Represents the answer of an operation. Auth0's refusals are ordinary replies; all are made here, so that every error
 * has the shape `{ statusCode, error, message, errorCode? }`.
 */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const accepted = (body: unknown): Reply => ({ status: 202, body });
export const noContent = (): Reply => ({ status: 204 });

const refusal = (status: number, error: string, message: string, more: object): Reply => ({
  status,
  body: { statusCode: status, error, message, ...more },
});

export const badRequest = (message: string, errorCode = 'invalid_body'): Reply =>
  refusal(400, 'Bad Request', message, { errorCode });

export const unauthorized = (message: string): Reply =>
  refusal(401, 'Unauthorized', message, { attributes: { error: message } });

/** Returns a 404. For organizations, Actions and roles it has no `errorCode` (recorded traffic, 2023 to 2026). */
export const notFound = (message: string, errorCode?: string): Reply =>
  refusal(404, 'Not Found', message, errorCode === undefined ? {} : { errorCode });

export const conflict = (message: string, errorCode: string): Reply => refusal(409, 'Conflict', message, { errorCode });

export const insufficientScope = (expected: readonly string[], remark = ''): Reply =>
  refusal(403, 'Forbidden', `Insufficient scope, expected any of: ${expected.join(',')}${remark}`, {
    errorCode: 'insufficient_scope',
  });

/** Returns the refusal of what the token's own subject may not do. */
export const forbidden = (message: string): Reply => refusal(403, 'Forbidden', message, {});

/** Returns hapi's own answer, without an errorCode. */
export const malformedJson = (): Reply => refusal(400, 'Bad Request', 'Invalid request payload JSON format', {});

export const tooDeep = (levels: number): Reply =>
  badRequest(`((The body is nested more than ${levels} levels deep; what Auth0 allows is not known.))`);

export const payloadTooLarge = (limitBytes: number): Reply =>
  refusal(413, 'Request Entity Too Large', `Payload content length greater than maximum allowed: ${limitBytes}`, {});

export const internalError = (): Reply =>
  refusal(500, 'Internal Server Error', 'An internal server error occurred', {});

const SERVER_ERRORS = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
} as const;

/** Returns the answer of a planned fault; 500 with the message of {@link internalError}. */
export const serverError = (status: keyof typeof SERVER_ERRORS): Reply =>
  status === 500 ? internalError() : refusal(status, SERVER_ERRORS[status], SERVER_ERRORS[status], {});

/** Returns Auth0's headers of a rate limit; `resetMs` is when the next request will be accepted. */
export const rateLimitHeaders = (limit: number, remaining: number, resetMs: number): Record<string, string> => ({
  'x-ratelimit-limit': String(limit),
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
});

/** Returns a 429 with a body as in auth0-reset-tenant issue 31. */
export function tooManyRequests(rate: { limit: number; retryAfterSeconds: number; nowMs: number }): Reply {
  const { limit, retryAfterSeconds, nowMs } = rate;
  return {
    ...refusal(429, 'Too Many Requests', 'Global limit has been reached', { errorCode: 'too_many_requests' }),
    headers: {
      ...rateLimitHeaders(limit, 0, nowMs + retryAfterSeconds * 1000),
      'retry-after': String(retryAfterSeconds),
    },
  };
}

/**
 * Returns the refusal of what the tenant's plan does not include (terraform-provider-auth0 issue 1362; auth0-deploy-cli
 * knows the code).
 */
export const featureNotEnabled = (): Reply =>
  refusal(403, 'Forbidden', 'This feature is not enabled for this tenant.', { errorCode: 'feature_not_enabled' });

/** Returns the refusal of more than the plan includes (Auth0's answer to an eleventh application of a Free tenant). */
const tooManyEntities = (): Reply =>
  refusal(403, 'Forbidden', 'You reached the limit of entities of this type for this tenant.', {
    errorCode: 'too_many_entities',
  });

/** Refuses one more if the plan includes no more than `max`. */
export const tooMany = (count: number, max: number): Reply | undefined =>
  count >= max ? tooManyEntities() : undefined;

/** Custom domains have their own refusal: auth0-deploy-cli 8.44 knows it by its text. */
export const customDomainsNotAllowed = (): Reply =>
  refusal(403, 'Forbidden', 'The account is not allowed to perform this operation, please contact our support team', {
    errorCode: 'operation_not_supported',
  });
