import type { AgentOptions } from 'node:https';
import { type Attempt, retryPauseMs } from './http-retry.ts';

/**
 * Holds what a call depends on besides its request. Tests pass a short budget, a resolver (`lookup`) and a certificate
 * authority (`ca`).
 */
export interface HttpSurroundings {
  /** The time for everything, from loading the client to the end of the second try. */
  budgetMs: number;
  nowMs: () => number;
  /** Returns a number from 0 to 1. */
  random: () => number;
  agentOptions: AgentOptions;
}

export interface HttpAnswer {
  status: number;
  /** In lower case, without parameters; empty if the answer has none. */
  mediaType: string;
  /** The body, at most 64 kB after decompression. */
  text: string;
}

const MAX_BODY_BYTES = 65_536;

/**
 * Sends one GET, and a second one if the failure may be temporary, within the budget. One signal covers both tries and
 * the pause, because axios's `timeout` does not end a body that arrives slowly
 * (docs/notes/bundling.md#which-setting-ends-a-request). The token goes to this URL's host and to no other.
 *
 * @returns `undefined` if no whole answer came in time. Never throws, so that nobody logs an error that contains the
 * token.
 */
export async function httpGet(
  request: { url: string; bearerToken: string },
  { budgetMs, nowMs, random, agentOptions }: HttpSurroundings,
): Promise<HttpAnswer | undefined> {
  const signal = AbortSignal.timeout(budgetMs);
  const endMs = nowMs() + budgetMs;
  try {
    // Here and not at the top: other logins do not pay for it (docs/notes/bundling.md#cost-of-loading-axios).
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
        return { error };
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

function answerOf(attempt: Attempt): HttpAnswer | undefined {
  if (!('response' in attempt)) return undefined;
  const { status, headers, data } = attempt.response;
  const mediaType = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  return { status, mediaType: mediaType.trim().toLowerCase(), text: data };
}
