const SECOND_MS = 1000;

/** Counts the requests to a tenant, and keeps answers of reads for a moment. */
export class Traffic {
  requests = 0;
  /** Requests to the Management API that are not reads. */
  writes = 0;
  /** The scopes that the token names, if it names them. */
  grantedScopes: string[] | undefined;
  #answers: Map<string, Promise<Response>> | undefined;
  #aheadMs = 0;

  /** The tenant's time by its last answer, to the second; this machine's as long as none has said it. */
  get tenantNowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  /** @param date the header `Date` of an answer that has just come */
  hear(date: string | null): void {
    const aheadMs = Date.parse(date ?? '') - Date.now();
    // Within a second nothing is known: the header has whole ones.
    if (!Number.isNaN(aheadMs)) this.#aheadMs = Math.abs(aheadMs) < SECOND_MS ? 0 : aheadMs;
  }

  count(method: string, url: string): void {
    this.requests += 1;
    if (method !== 'GET' && new URL(url).pathname.startsWith('/api/')) this.writes += 1;
  }

  /**
   * Asks for nothing twice while `read` runs, which writes nothing: a Free tenant answers two requests a second, and
   * one look at it should not see two states.
   */
  async readingOnce<T>(read: () => Promise<T>): Promise<T> {
    const outer = this.#answers;
    this.#answers ??= new Map();
    try {
      return await read();
    } finally {
      this.#answers = outer;
    }
  }

  /** Sends a request, or takes the answer it has had within {@link readingOnce}. */
  async send(request: Request, send: (request: Request) => Promise<Response>): Promise<Response> {
    const answers = this.#answers;
    if (answers === undefined || request.method !== 'GET') return send(request);
    const { url } = request;
    const answer = answers.get(url) ?? send(request);
    answers.set(url, answer);
    try {
      const response = await answer;
      if (!response.ok) answers.delete(url);
      return response.clone();
    } catch (error) {
      answers.delete(url);
      throw error;
    }
  }
}
