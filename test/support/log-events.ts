/** The tenant's log, read as a team's monitoring reads it. */
import type { TestTenant } from './tenant.ts';

export interface LogEvent {
  log_id: string;
  type: string;
  [field: string]: unknown;
}

export async function managementToken({ emulator: { issuer, deployClient } }: TestTenant): Promise<string> {
  const response = await fetch(`${issuer}oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: deployClient.clientId,
      client_secret: deployClient.clientSecret,
      audience: `${issuer}api/v2/`,
    }),
  });
  const { access_token }: { access_token: string } = Object(await response.json());
  return access_token;
}

/** Returns all events since `from`, oldest first; the SDK has no method for checkpoints. */
export async function eventsSince(tenant: TestTenant, from: string, token: string): Promise<LogEvent[]> {
  const url = `${tenant.emulator.issuer}api/v2/logs?take=100&from=${from}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const events: LogEvent[] = Object(await response.json());
  const last = events.at(-1)?.log_id;
  return last === undefined ? [] : [...events, ...(await eventsSince(tenant, last, token))];
}

/** Returns the events that `act` makes the tenant write. */
export async function logEventsOf(tenant: TestTenant, act: () => Promise<unknown>): Promise<LogEvent[]> {
  const token = await managementToken(tenant);
  const newest = await tenant.auth0.logs.list({ per_page: 1 });
  await act();
  return eventsSince(tenant, newest.data[0]?.log_id ?? '', token);
}
