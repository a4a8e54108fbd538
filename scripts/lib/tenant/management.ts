import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { ManagementClient } from 'auth0';
import { boundedFetch } from './bounded-fetch.ts';
import { type Connection, isLoopback } from './connection.ts';
import { type RetryOptions, retryingFetch } from './retrying-fetch.ts';
import { type TimeLimits, timeLimits } from './time-limits.ts';
import type { Traffic } from './traffic.ts';

export interface ConnectOptions {
  /** Wait for rate limits, as long as it takes. */
  retry?: RetryOptions;
  /** The usual ones unless given. */
  limits?: Pick<TimeLimits, 'requestMs' | 'runMs'>;
}

/**
 * Makes the `auth0` SDK's client for a tenant, and counts its requests. It retries as the SDK does, on loopback never.
 */
export function connect(
  connection: Connection,
  traffic: Traffic,
  { retry, limits = timeLimits(connection.domain) }: ConnectOptions = {},
): ManagementClient {
  const { domain, clientId, caFile } = connection;
  if (caFile !== undefined) trust(caFile);
  const bounded = boundedFetch(
    async (request, init) => {
      traffic.count(request.method, request.url);
      const response = await fetch(request, init);
      traffic.hear(response.headers.get('date'));
      if (response.ok && new URL(request.url).pathname === '/oauth/token') {
        traffic.grantedScopes = await scopesIn(response.clone());
      }
      return response;
    },
    retry ? { ...limits, runMs: Number.POSITIVE_INFINITY } : limits,
  );
  const send = retry ? retryingFetch(bounded, retry) : bounded;
  return new ManagementClient({
    domain,
    clientId,
    ...('clientSecret' in connection
      ? { clientSecret: connection.clientSecret }
      : { clientAssertionSigningKey: connection.privateKeyPem }),
    telemetry: false,
    ...((isLoopback(connection) || retry) && { maxRetries: 0 }),
    fetch: (input, init) => traffic.send(new Request(input, init), send),
  });
}

async function scopesIn(tokenResponse: Response): Promise<string[] | undefined> {
  const body: unknown = await tokenResponse.json().catch(() => undefined);
  const scope = typeof body === 'object' && body !== null && 'scope' in body ? body.scope : undefined;
  return typeof scope === 'string' ? scope.split(' ') : undefined;
}

const trusted = new Set<string>();

/**
 * Trusts a certificate for this process, as NODE_EXTRA_CA_CERTS does at its start; once, since Node then reads all
 * certificates anew.
 */
function trust(caFile: string): void {
  const ca = readFileSync(caFile, 'utf8');
  if (trusted.has(ca)) return;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  trusted.add(ca);
}
