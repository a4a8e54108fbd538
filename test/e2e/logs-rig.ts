/** The log of a tenant, filled and read. */
import type { UsageEvent } from '../../scripts/lib/logs/usage.ts';
import type { PublishedTenant } from '../support/published.ts';

/** What `logs --json` wrote. */
export const linesOf = (stdout: string): UsageEvent[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

export async function newestLogId({ auth0 }: Pick<PublishedTenant, 'auth0'>): Promise<string> {
  const { data } = await auth0.logs.list({ per_page: 1 });
  return data[0]?.log_id ?? '';
}

/** Makes so many events of Okta's client: token requests for codes that nobody gave out. */
export async function strangeRequests(
  { emulator, oinClientId }: Pick<PublishedTenant, 'emulator' | 'oinClientId'>,
  count: number,
): Promise<void> {
  for (let sent = 0; sent < count; sent += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, count - sent) }, () =>
        fetch(`${emulator.issuer}oauth/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ grant_type: 'authorization_code', code: 'none', client_id: oinClientId }),
        }).then((response) => response.arrayBuffer()),
      ),
    );
  }
}
