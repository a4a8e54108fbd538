import type { LookupFunction } from 'node:net';
import type { HttpSurroundings } from '../../../library/http-get.ts';
import { raw } from './answers.ts';
import { type Fault, NO_REQUEST, ONCE, type Secrets, stalling, TWO_TRIES } from './fault.ts';
import type { Neighbours } from './neighbours.ts';
import { budgetEnd } from './trial.ts';

/** tcpmux: nobody listens there. */
const REFUSING_PORT = 1;

/** What `getaddrinfo` says; it tells of SERVFAIL as EAI_AGAIN. */
export const failing =
  (code: string): LookupFunction =>
  (hostname, _options, done) =>
    done(Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code }), []);

const late: LookupFunction = (_hostname, _options, done) => {
  budgetEnd().addEventListener('abort', () => setTimeout(done, 20, null, [{ address: '127.0.0.1', family: 4 }]));
};

export const withAgent =
  (agentOptions: HttpSurroundings['agentOptions']) =>
  (healthy: HttpSurroundings): HttpSurroundings => ({
    ...healthy,
    agentOptions: { ...healthy.agentOptions, ...agentOptions },
  });

const onPort =
  (port: number) =>
  (healthy: Secrets): Secrets => ({ ...healthy, DOMAINS_API_URL: `https://domains.acme-saas.com:${port}` });

const dns = (what: string, lookup: LookupFunction) => ({ what: `DNS: ${what}`, surroundings: withAgent({ lookup }) });
const tls = (what: string, change: Pick<Fault, 'certificate' | 'surroundings' | 'secrets'>): Fault => ({
  what: `TLS: ${what}`,
  outcome: 'down',
  ...NO_REQUEST,
  ...change,
});
const valid = (from: string, to: string) => ({ notBeforeDate: new Date(from), notAfterDate: new Date(to) });

/** On the way to the API, before it has answered anything. */
export const networkFaults = ({ portNeverAccepting, portNeverSpeaking, portOfPlainHttp }: Neighbours): Fault[] => [
  { ...dns('NXDOMAIN', failing('ENOTFOUND')), outcome: 'down', ...NO_REQUEST },
  { ...dns('SERVFAIL', failing('EAI_AGAIN')), outcome: 'down', ...TWO_TRIES, requests: 0 },
  stalling({ ...dns('no answer', () => {}), ...NO_REQUEST }),
  stalling({ ...dns('an answer too late', late), ...NO_REQUEST }),
  { what: 'connection refused', outcome: 'down', ...TWO_TRIES, requests: 0, secrets: onPort(REFUSING_PORT) },
  stalling({ what: 'connection never accepted', ...NO_REQUEST, secrets: onPort(portNeverAccepting) }),
  stalling({ ...tls('no handshake', { secrets: onPort(portNeverSpeaking) }), ...NO_REQUEST }),
  tls('plain HTTP instead', { secrets: onPort(portOfPlainHttp) }),
  tls('certificate expired', { certificate: valid('2025-01-01', '2025-02-01') }),
  tls('certificate not valid yet', { certificate: valid('2126-01-01', '2126-02-01') }),
  tls('certificate of another host', { certificate: { host: 'domains.acme-saas.org' } }),
  tls('certificate of an unknown authority', { surroundings: withAgent({ ca: [] }) }),
  { what: 'no HTTP', outcome: 'down', ...ONCE, answer: raw('SSH-2.0-OpenSSH_9.9\r\n') },
];
