import { retryAfterMs } from './retry-after.ts';

/** Holds the options of a command that sends thousands of requests and waits if Auth0 limits their rate. */
export interface RetryOptions {
  /** Once it aborts nothing more is sent or waited for. */
  signal?: AbortSignal;
  /** Tells of a wait of more than a moment. */
  onWait?: (seconds: number, kind: string) => void;
}

/** Waiting longer than this for one request's turn is a failure. */
const LONGEST_WAIT_MS = 15 * 60_000;
const MOMENT_MS = 2000;
/** The wait after a 429 that does not name one. */
const UNSAID_MS = 1000;
/** Reads are asked again where nothing came back, or a server's error. */
const READ_AGAIN_AFTER_MS = [500, 2000, 5000];

/** Reports that a request was not carried out: its caller aborted while it waited. */
class NotSent extends Error {
  override readonly name = 'NotSent';
  constructor(cause: unknown) {
    super('the request was not sent', { cause });
  }
}

/** Returns whether an error says that nothing was sent; the SDK's errors hide it in a chain of causes. */
export function isNotSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof NotSent) return true;
  return false;
}

/**
 * `send`, waiting as `Retry-After` or `x-ratelimit-reset` says at every 429, with all requests of the same kind: method,
 * resource and sub-resource, which is how Auth0 groups its limits (rate-limit-configurations). A 429 was not carried
 * out, so that writes may be sent again; after a server's error only reads are. A request whose own signal aborts while
 * it waits is not sent.
 */
export function retryingFetch(
  send: (request: Request) => Promise<Response>,
  { signal, onWait }: RetryOptions,
): (request: Request) => Promise<Response> {
  const openAtMs = new Map<string, number>();
  return async (request) => {
    const kind = kindOf(request);
    const startedMs = Date.now();
    let failures = 0;
    for (;;) {
      await until(() => openAtMs.get(kind) ?? 0, eitherOf(signal, request.signal)).catch((error: unknown) => {
        throw request.signal.aborted && !signal?.aborted ? new NotSent(error) : error;
      });
      const outcome = await send(request.clone()).catch((error: unknown) => ({ error }));
      const isBusy = !('error' in outcome) && outcome.status === 429;
      const waitMs = isBusy
        ? (retryAfterMs(outcome.headers, Date.now()) ?? UNSAID_MS)
        : readAgain(request, outcome, failures);
      if (waitMs === undefined || Date.now() + waitMs - startedMs > LONGEST_WAIT_MS) {
        if ('error' in outcome) throw outcome.error;
        return outcome;
      }
      if (!isBusy) failures += 1;
      openAtMs.set(kind, Math.max(openAtMs.get(kind) ?? 0, Date.now() + waitMs));
      if (waitMs >= MOMENT_MS) onWait?.(Math.ceil(waitMs / 1000), kind);
    }
  };
}

function readAgain(request: Request, outcome: Response | { error: unknown }, failures: number): number | undefined {
  const hasFailed = 'error' in outcome || outcome.status >= 500;
  return hasFailed && request.method === 'GET' ? READ_AGAIN_AFTER_MS[failures] : undefined;
}

function kindOf({ method, url }: Request): string {
  const [, , , resource = '', , sub = '', , detail = ''] = new URL(url).pathname.split('/');
  return [method, resource, sub, detail].filter((part) => part !== '').join(' ');
}

const eitherOf = (signal: AbortSignal | undefined, own: AbortSignal): AbortSignal =>
  signal === undefined ? own : AbortSignal.any([signal, own]);

/** Waits for a time that other requests may move on. */
async function until(atMs: () => number, signal: AbortSignal | undefined): Promise<void> {
  for (let leftMs = atMs() - Date.now(); leftMs > 0; leftMs = atMs() - Date.now()) {
    signal?.throwIfAborted();
    await pause(leftMs, signal);
  }
  signal?.throwIfAborted();
}

/** Waits; throws the signal's reason where it aborts before. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
