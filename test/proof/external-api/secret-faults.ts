import { type Fault, NO_CONNECTION, type Secrets } from './fault.ts';

const misconfigured = (what: string, secrets: (healthy: Secrets) => Partial<Secrets>): Fault => ({
  what,
  outcome: 'misconfigured',
  ...NO_CONNECTION,
  secrets,
});

const token = (change: (healthy: string) => string) => (healthy: Secrets) => ({
  ...healthy,
  DOMAINS_API_TOKEN: change(healthy.DOMAINS_API_TOKEN),
});
const url = (change: (healthy: string) => string) => (healthy: Secrets) => ({
  ...healthy,
  DOMAINS_API_URL: change(healthy.DOMAINS_API_URL),
});

/** In the Action's secrets, as a deploy may leave them. */
export const secretFaults = (): Fault[] => [
  misconfigured('no secrets', () => ({})),
  misconfigured('token missing', ({ DOMAINS_API_URL }) => ({ DOMAINS_API_URL })),
  misconfigured(
    'token blank',
    token(() => ' '),
  ),
  misconfigured(
    'token ending in a newline',
    token((healthy) => `${healthy}\n`),
  ),
  misconfigured(
    'token with a header in it',
    token((healthy) => `${healthy}\r\nx-admin: true`),
  ),
  misconfigured('URL missing', ({ DOMAINS_API_TOKEN }) => ({ DOMAINS_API_TOKEN })),
  misconfigured(
    'URL blank',
    url(() => ''),
  ),
  misconfigured(
    'URL ending in a newline',
    url((healthy) => `${healthy}\n`),
  ),
  misconfigured(
    'URL with credentials',
    url((healthy) => healthy.replace('//', '//user:password@')),
  ),
  misconfigured(
    'URL by http',
    url((healthy) => healthy.replace('https:', 'http:')),
  ),
  misconfigured(
    'URL of this machine',
    url((healthy) => healthy.replace('domains.acme-saas.com', '127.0.0.1')),
  ),
];
