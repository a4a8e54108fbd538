import type { AgentOptions } from 'node:https';
import type { AxiosResponse } from 'axios';
import { own } from './read.ts';

/** What a call takes from around it. Tests put a short budget, a resolver (`lookup`) and a certificate authority (`ca`) here. */
export interface HttpSurroundings {
  /** For everything, from loading the client to the end of the second try. */
  budgetMs: number;
  nowMs: () => number;
  /** From 0 to 1. */
  random: () => number;
  agentOptions: AgentOptions;
}

export interface HttpAnswer {
  status: number;
  /** Lower case, without parameters; empty where there is none. */
  mediaType: string;
  /** At most 64 kB, decompressed. */
  text: string;
}

const MAX_BODY_BYTES = 64 * 1024;
const TRANSIENT_STATUSES = [429, 502, 503, 504];
const TRANSIENT_ERRORS = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
];
const RETRY_PAUSE_MS = 100;

/**
 * One GET, tried a second time where the failure may pass, and never longer than the budget: one signal is over both tries and the
 * pause, for axios's `timeout` does not end a dripping body (bundling.md 4b). The token goes to this URL's host and to no other.
 *
 * @returns `undefined` where no whole answer came in time. Never throws, so that nobody logs an error that holds the token.
 */
export async function httpGet(
  request: { url: string; bearerToken: string },
  { budgetMs, nowMs, random, agentOptions }: HttpSurroundings,
): Promise<HttpAnswer | undefined> {
  const signal = AbortSignal.timeout(budgetMs);
  const endMs = nowMs() + budgetMs;
  try {
    const { default: axios } = await import('axios');
    const { Agent } = await import('node:https');
    const { setTimeout: pause } = await import('node:timers/promises');

    const attempt = async (): Promise<Attempt> => {
      try {
        const response = await axios.get<string>(request.url, {
          adapter: 'http',
          headers: { Accept: 'application/json', Authorization: `Bearer ${request.bearerToken}` },
          httpsAgent: new Agent({ keepAlive: false, ...agentOptions }),
          maxContentLength: MAX_BODY_BYTES,
          maxRedirects: 0,
          proxy: false,
          responseType: 'text',
          signal,
          validateStatus: null,
        });
        return { response };
      } catch (error) {
        return { mayPass: isTransient(error) };
      }
    };

    const first = await attempt();
    const pauseMs = retryPauseMs(first, nowMs(), random());
    if (pauseMs === undefined || nowMs() + pauseMs >= endMs) return answerOf(first);
    await pause(pauseMs, undefined, { signal });
    return answerOf(await attempt());
  } catch {
    return undefined;
  }
}

type Attempt = { response: AxiosResponse<string> } | { mayPass: boolean };

/** Of a body that breaks off axios gives a response beside its `ERR_BAD_RESPONSE`, of one that is too large none. */
function isTransient(error: unknown): boolean {
  const code = own(error, 'code');
  const brokeOff = code === 'ERR_BAD_RESPONSE' && own(error, 'response') !== undefined;
  return brokeOff || TRANSIENT_ERRORS.some((transient) => transient === code);
}

function answerOf(attempt: Attempt): HttpAnswer | undefined {
  if (!('response' in attempt)) return undefined;
  const { status, headers, data } = attempt.response;
  const mediaType = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  return { status, mediaType: mediaType.trim().toLowerCase(), text: data };
}

/** How long to wait before the second try: some 100 ms, or longer where the server says so. `undefined` where it would be in vain. */
function retryPauseMs(attempt: Attempt, nowMs: number, random: number): number | undefined {
  const jitteredMs = RETRY_PAUSE_MS * (1 + random);
  if (!('response' in attempt)) return attempt.mayPass ? jitteredMs : undefined;
  const { status, headers } = attempt.response;
  if (!TRANSIENT_STATUSES.includes(status)) return undefined;
  return Math.max(jitteredMs, retryAfterMs(headers['retry-after'], nowMs));
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfterMs(header: unknown, nowMs: number): number {
  if (typeof header !== 'string') return 0;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? 0 : waitMs;
}
