/** Requests to a tenant. auth0-deploy-cli's process loads this too: no package is imported here. */
import { type Problem, RequestError } from './failed-request.ts';
import type { TimeLimits } from './time-limits.ts';

/**
 * Names the header with the request that is added to every answer: the SDK's errors keep an answer's headers, and not
 * the request.
 */
export const REQUEST_HEADER = 'x-express-configure-request';

/**
 * Makes a `fetch` with a time limit. It follows no redirect, which would get the credential, and accepts only JSON.
 * Throws a {@link RequestError}; an answer has its whole body.
 */
export function boundedFetch(
  send: (request: Request, init: RequestInit) => Promise<Response>,
  { requestMs, runMs }: Pick<TimeLimits, 'requestMs' | 'runMs'>,
): typeof fetch {
  const endsAtMs = Date.now() + runMs;
  return async (input, init) => {
    const request = new Request(input, init);
    const name = `${request.method} ${new URL(request.url).pathname}`;
    const sentAtMs = Date.now();
    const leftMs = endsAtMs - sentAtMs;
    if (leftMs <= 0) throw new RequestError({ request: name, problem: { kind: 'run-limit', afterMs: runMs } });
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(Math.min(requestMs, leftMs))]);
    try {
      const response = await send(request, { redirect: 'manual', signal });
      return wholeAnswer(name, response, await response.text());
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const afterMs = Date.now() - sentAtMs;
      const problem: Problem = signal.aborted ? { kind: 'timeout', afterMs } : networkProblem(error);
      throw new RequestError({ request: name, problem }, error);
    }
  };
}

const WITHOUT_BODY = [204, 205, 304];

function wholeAnswer(request: string, { status, statusText, headers }: Response, text: string): Response {
  if (isForeign(status, text)) {
    const location = headers.get('location');
    const contentType = headers.get('content-type') ?? 'no content type';
    const problem: Problem = { kind: 'foreign', status, contentType, ...(location !== null && { location }) };
    throw new RequestError({ request, problem });
  }
  const named = new Headers(headers);
  named.set(REQUEST_HEADER, request);
  return new Response(WITHOUT_BODY.includes(status) ? null : text, { status, statusText, headers: named });
}

function isForeign(status: number, text: string): boolean {
  if (status >= 300 && status < 400) return true;
  return text !== '' && !isBusy(status) && !isJson(text);
}

/** Returns whether a status may come from a server in front of the tenant, with another format. */
const isBusy = (status: number): boolean => status >= 500 || status === 429 || status === 408;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Finds the network problem: `fetch` hides it in a chain of causes. */
function networkProblem(error: unknown): Problem {
  let message = String(error);
  for (let cause = error; cause instanceof Error; cause = causeOf(cause)) {
    message = cause.message || message;
    if ('code' in cause && typeof cause.code === 'string') return { kind: 'network', code: cause.code, message };
  }
  return { kind: 'network', code: 'NO_ANSWER', message };
}

/** A name with several addresses has an error for each. */
const causeOf = (error: Error): unknown => (error instanceof AggregateError ? error.errors[0] : error.cause);
