/** Describes a failed request to a tenant, without headers, query and body. */
export interface FailedRequest {
  /** `POST /api/v2/roles` */
  request: string;
  problem: Problem;
}

/** Says why a request has no usable answer; times in milliseconds. */
export type Problem =
  /** There was no connection, or it broke. */
  | { kind: 'network'; code: string; message: string }
  | { kind: 'timeout'; afterMs: number }
  /** The whole command took too long. */
  | { kind: 'run-limit'; afterMs: number }
  /** The answer is not Auth0's: it is not JSON, or it is a redirect. */
  | { kind: 'foreign'; status: number; contentType: string; location?: string }
  /** Auth0 said no. */
  | { kind: 'refused'; status: number; error?: string; message: string; rateLimit?: string };

/** Is the error that `boundedFetch` throws. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly failed: FailedRequest;
  constructor(failed: FailedRequest, cause?: unknown) {
    super(`${failed.request}: ${failed.problem.kind}`, { cause });
    this.failed = failed;
  }
}

/** Reads an answer with an error status. */
export function refusedRequest(
  request: string,
  status: number,
  body: unknown,
  headers?: Pick<Headers, 'get'>,
): FailedRequest {
  const fields = new Map<string, unknown>(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  const error = fields.get('error');
  const message = fields.get('message') ?? fields.get('error_description') ?? textOf(body);
  const rateLimit = headers && rateLimitOf(headers);
  return {
    request,
    problem: {
      kind: 'refused',
      status,
      ...(typeof error === 'string' && { error }),
      message: oneLine(String(message)),
      ...(rateLimit && { rateLimit }),
    },
  };
}

const textOf = (body: unknown): string => (typeof body === 'string' && !/^\s*</.test(body) ? body : '');

const MAX_MESSAGE_LENGTH = 500;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE_LENGTH);

/** A reset is in seconds since 1970: for people it is a time. */
function rateLimitOf(headers: Pick<Headers, 'get'>): string {
  const said = (name: string, toText = (text: string) => text): string[] => {
    const value = headers.get(name);
    return value === null ? [] : [`${name}: ${toText(value)}`];
  };
  const toTime = (seconds: string): string => {
    const date = new Date(Number(seconds) * 1000);
    return Number.isNaN(date.valueOf()) ? seconds : date.toISOString();
  };
  return [
    ...said('x-ratelimit-limit'),
    ...said('x-ratelimit-remaining'),
    ...said('x-ratelimit-reset', toTime),
    ...said('retry-after'),
  ].join(', ');
}
