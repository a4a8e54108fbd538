import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ACME, answering, answerOf, JSON_TYPE, ORGANIZATION_ID } from '../../support/domains-api.ts';
import { dripping, endlessly } from './answers.ts';
import { type Fault, ONCE } from './fault.ts';

const encoded = (encoding: string) => ({ ...JSON_TYPE, 'content-encoding': encoding });
const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;

const of =
  (outcome: Fault['outcome']) =>
  (what: string, body: string | Buffer, headers: Record<string, string> = JSON_TYPE): Fault => ({
    what,
    outcome,
    ...ONCE,
    answer: answering(body, 200, headers),
  });
const refused = of('refused');
const none = of('no domains');
const badEntry = of('bad entry');
const harmless = of('claimed');

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const verified = (domain: unknown) => ({ domain, status: 'verified' });
const about = (organizationId: string): string => ACME.replace(ORGANIZATION_ID, organizationId);

/** A success that is not the contract's answer about acme. */
export const bodyFaults = (): Fault[] => [
  refused('empty', ''),
  refused('a page', '<!doctype html><title>Maintenance</title>', { 'content-type': 'text/html' }),
  refused('a page that says it is JSON', '<!doctype html><title>Maintenance</title>'),
  refused('JSON that says it is text', ACME, { 'content-type': 'text/plain' }),
  refused('JSON that does not say what it is', ACME, {}),
  refused('half of the JSON', ACME.slice(0, ACME.length / 2)),
  refused('the JSON twice', ACME + ACME),
  refused('null', 'null'),
  refused('an array', `[${ACME}]`),
  refused('a text', JSON.stringify(ACME)),
  refused('no list of domains', JSON.stringify({ org_id: ORGANIZATION_ID, domains: 'acme.com' })),
  refused('another organization', about('org_globex0000000002')),
  refused('an organization twice, the other one last', ACME.replace('}]}', '}],"org_id":"org_globex0000000002"}')),
  refused('only prototypes', `{"__proto__":${ACME}}`),
  refused('nesting without end', nested(30_000)),
  refused('UTF-16', Buffer.from(ACME, 'utf16le')),
  refused('UTF-16 with its mark', Buffer.from(`\uFEFF${ACME}`, 'utf16le')),
  refused('1001 domains', answerOf(...Array.from({ length: 1001 }, (_, n) => verified(`d${n}.com`)))),
  refused('gzip that breaks off', gzipSync(ACME).subarray(0, -12), encoded('gzip')),

  none('pending domains only', answerOf({ domain: 'acme.com', status: 'pending' })),
  none('a status twice, pending last', ACME.replace('"verified"', '"verified","status":"pending"')),
  none('an empty list', answerOf()),

  badEntry('a domain nested deep', answerOf(verified(JSON.parse(nested(500))))),
  badEntry('a public suffix', answerOf(verified('co.uk'))),
  badEntry('a free-mail host', answerOf(verified('gmail.com'))),
  badEntry('an object for a domain', answerOf(verified({ toString: 'acme.com' }))),
  of('bad entry among good ones')('an address among domains', answerOf(verified('acme.com'), verified('10.0.0.1'))),

  harmless('a byte order mark', Buffer.from(`\uFEFF${ACME}`)),
  harmless('gzip', gzipSync(ACME), encoded('gzip')),
  harmless('brotli', brotliCompressSync(ACME), encoded('br')),
  harmless('zstd', zstdCompressSync(ACME), encoded('zstd')),
  harmless('an encoding that was not applied', ACME, encoded('aes128gcm')),
  harmless('fields nobody knows', ACME.replace('{', '{"version":3,"__proto__":{"org_id":"x"},')),
];

const down = (what: string, answer: NonNullable<Fault['answer']>): Fault => ({
  what,
  outcome: 'down',
  ...ONCE,
  answer,
});

/** More than fits 64 kB, or nothing that unpacks. Those without end are ended by their size, not by the budget. */
export const oversizeFaults = (): Fault[] => {
  const zeros = Buffer.alloc(MEGABYTE);
  const declared = { ...JSON_TYPE, 'content-length': String(1024 * MEGABYTE) };
  return [
    down('a byte over 64 kB', answering(ACME.padEnd(64 * KILOBYTE + 1))),
    down('a body without end', endlessly(' '.repeat(64 * KILOBYTE), JSON_TYPE)),
    down('a body of a gigabyte, as declared', endlessly(' '.repeat(64 * KILOBYTE), declared)),
    down('a gzip bomb', dripping(5, gzipSync(zeros), encoded('gzip'))),
    down('a brotli bomb', answering(brotliCompressSync(zeros), 200, encoded('br'))),
    down('a zstd bomb', answering(zstdCompressSync(zeros), 200, encoded('zstd'))),
    down('gzip that is none', answering(ACME, 200, encoded('gzip'))),
    down('brotli that is none', answering(ACME, 200, encoded('br'))),
    down('headers of 64 kB', answering(ACME, 200, { ...JSON_TYPE, 'x-large': 'x'.repeat(64 * KILOBYTE) })),
  ];
};
