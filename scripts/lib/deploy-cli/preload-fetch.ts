import { writeSync } from 'node:fs';
import { boundedFetch, REQUEST_HEADER } from '../tenant/bounded-fetch.ts';
import { RequestError, refusedRequest } from '../tenant/failed-request.ts';
import { timeLimits } from '../tenant/time-limits.ts';
import { type ChildReport, REPORT_FD, reportLine } from './child-report.ts';

/**
 * Bounds auth0-deploy-cli's requests and reports each to the parent, with the reason of a failure: the CLI itself hides
 * that.
 */
export function watchFetch(domain: string): void {
  const { requestMs } = timeLimits(domain);
  const send = globalThis.fetch;
  const bounded = boundedFetch(
    (request, init) => {
      report({ sent: { method: request.method, url: request.url } });
      return send(request, init);
    },
    // The parent ends an import that takes too long.
    { requestMs, runMs: Number.POSITIVE_INFINITY },
  );
  globalThis.fetch = async (input, init) => {
    try {
      const response = await bounded(input, init);
      if (!response.ok) await reportRefusal(response.clone());
      return response;
    } catch (error) {
      throw error instanceof RequestError ? reported(error) : error;
    }
  };
}

async function reportRefusal(response: Response): Promise<void> {
  const { status, headers } = response;
  report({ failed: refusedRequest(headers.get(REQUEST_HEADER) ?? '', status, parse(await response.text()), headers) });
}

/** Returns the error with its code: by the code the CLI's SDK decides whether to retry. */
function reported({ failed, message, cause }: RequestError): Error {
  report({ failed });
  const code = failed.problem.kind === 'network' ? failed.problem.code : undefined;
  return Object.assign(new Error(message, { cause }), code !== undefined && { code });
}

const report = (what: ChildReport): void => void writeSync(REPORT_FD, reportLine(what));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
