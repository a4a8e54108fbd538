/**
 * What an operation answers. Auth0's refusals are ordinary replies, made here and nowhere else, so that every error has
 * the one shape `{ statusCode, error, message, errorCode? }`.
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

export const notFound = (message: string, errorCode: string): Reply =>
  refusal(404, 'Not Found', message, { errorCode });

export const conflict = (message: string, errorCode: string): Reply => refusal(409, 'Conflict', message, { errorCode });

export const insufficientScope = (expected: readonly string[], remark = ''): Reply =>
  refusal(403, 'Forbidden', `Insufficient scope, expected any of: ${expected.join(',')}${remark}`, {
    errorCode: 'insufficient_scope',
  });

/** hapi's own answer, without an errorCode. */
export const malformedJson = (): Reply => refusal(400, 'Bad Request', 'Invalid request payload JSON format', {});

export const payloadTooLarge = (limitBytes: number): Reply =>
  refusal(413, 'Request Entity Too Large', `Payload content length greater than maximum allowed: ${limitBytes}`, {});

export const internalError = (): Reply =>
  refusal(500, 'Internal Server Error', 'An internal server error occurred', {});
