import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { ManagementClient } from 'auth0';
import { boundedFetch } from './bounded-fetch.ts';
import { type Connection, isLoopback } from './connection.ts';
import { timeLimits } from './time-limits.ts';

/** What was sent to a tenant. */
export class Traffic {
  requests = 0;
  /** Requests to the Management API that are not reads. */
  writes = 0;
  /** What the token says it may, where it says so. */
  grantedScopes: string[] | undefined;

  count(method: string, url: string): void {
    this.requests += 1;
    if (method !== 'GET' && new URL(url).pathname.startsWith('/api/')) this.writes += 1;
  }
}

/** The `auth0` SDK for a tenant, counting what it sends. Retries as the SDK does, on loopback not at all. */
export function connect(connection: Connection, traffic: Traffic): ManagementClient {
  const { domain, clientId, caFile } = connection;
  if (caFile !== undefined) trust(caFile);
  return new ManagementClient({
    domain,
    clientId,
    ...('clientSecret' in connection
      ? { clientSecret: connection.clientSecret }
      : { clientAssertionSigningKey: connection.privateKeyPem }),
    telemetry: false,
    ...(isLoopback(connection) && { maxRetries: 0 }),
    fetch: boundedFetch(async (request, init) => {
      traffic.count(request.method, request.url);
      const response = await fetch(request, init);
      if (response.ok && new URL(request.url).pathname === '/oauth/token') {
        traffic.grantedScopes = await scopesIn(response.clone());
      }
      return response;
    }, timeLimits(domain)),
  });
}

async function scopesIn(tokenResponse: Response): Promise<string[] | undefined> {
  const body: unknown = await tokenResponse.json().catch(() => undefined);
  const scope = typeof body === 'object' && body !== null && 'scope' in body ? body.scope : undefined;
  return typeof scope === 'string' ? scope.split(' ') : undefined;
}

/** For this process, as NODE_EXTRA_CA_CERTS does at its start. */
function trust(caFile: string): void {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(caFile, 'utf8')]);
}
