import type { ManagementClient } from 'auth0';
import { REQUEST_HEADER } from '../tenant/bounded-fetch.ts';
import { RequestError, refusedRequest } from '../tenant/failed-request.ts';
import { type LogEvent, toLogEvent } from './log-event.ts';
import { BusyError, type RetryLimits, withRetries } from './with-retries.ts';

/** The most events that Auth0 returns at once (deploy-monitor/logs/retrieve-log-events-using-mgmt-api). */
export const PAGE = 100;

/**
 * Reads a tenant's log. Not by the SDK's `logs.list`, which knows neither `q` nor checkpoints; waits where the tenant
 * is busy, and takes a new token where one is not accepted any more. Rejects with the signal's reason when it aborts.
 */
export class LogSource {
  readonly #url: string;
  readonly #connect: () => ManagementClient;
  readonly #retryLimits: RetryLimits;
  #api: ManagementClient;

  constructor(domain: string, connect: () => ManagementClient, retryLimits: RetryLimits) {
    this.#url = `https://${domain}/api/v2/logs`;
    this.#connect = connect;
    this.#retryLimits = retryLimits;
    this.#api = connect();
  }

  /** Up to {@link PAGE} events newer than this one, by `log_id`: none is skipped, however late it was written. */
  async after(logId: string): Promise<LogEvent[]> {
    const page = await this.#page({ from: logId, take: String(PAGE) });
    return page.filter((event) => event.logId !== logId);
  }

  /** Returns whether the tenant still has this event. */
  async has(logId: string): Promise<boolean> {
    try {
      await withRetries(() => this.#get(`${this.#url}/${encodeURIComponent(logId)}`), this.#retryLimits);
      return true;
    } catch (error) {
      if (error instanceof RequestError && isNotFound(error)) return false;
      throw error;
    }
  }

  /** A page of a client's events, or of all, the newest first; Auth0 finds at most 1,000. */
  search(page: number, clientId?: string): Promise<LogEvent[]> {
    return this.#page({
      ...(clientId !== undefined && { q: `client_id:"${clientId}"` }),
      page: String(page),
      per_page: String(PAGE),
      sort: 'date:-1',
    });
  }

  async #page(query: Record<string, string>): Promise<LogEvent[]> {
    const json = await withRetries(() => this.#get(`${this.#url}?${new URLSearchParams(query)}`), this.#retryLimits);
    return Array.isArray(json) ? json.map(toLogEvent) : [];
  }

  async #get(url: string): Promise<unknown> {
    const response = await this.#send(url);
    if (response.status !== 401) return accepted(response);
    this.#api = this.#connect();
    return accepted(await this.#send(url));
  }

  #send(url: string): Promise<Response> {
    return this.#api.fetch(url, { method: 'GET' }, { maxRetries: 0, abortSignal: this.#retryLimits.signal });
  }
}

const isNotFound = ({ failed: { problem } }: RequestError): boolean =>
  problem.kind === 'refused' && problem.status === 404;

async function accepted(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  const { headers, status } = response;
  const text = await response.text();
  const request = headers.get(REQUEST_HEADER) ?? 'GET /api/v2/logs';
  throw new BusyError(new RequestError(refusedRequest(request, status, parsed(text), headers)), headers, Date.now());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
