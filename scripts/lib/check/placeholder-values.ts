import { isIPv4 } from 'node:net';
import type { Failure, Place } from '../failures.ts';
import type { Manifest } from '../manifest/manifest.ts';

/** Runs on this machine, and is shipped with values that nobody has. */
const LOCAL = 'local';

/** Names that belong to nobody (RFC 2606, RFC 6761) or to one network alone (RFC 6762, ICANN's `internal`). */
const RESERVED_HOST =
  /(?:[\p{L}\p{N}_-]+\.)*(?:[\p{L}\p{N}_}#*-]+)\.(?:example|test|invalid|localhost|local|internal)(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])|(?<![\p{L}\p{N}_.-])localhost(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])|(?:[\p{L}\p{N}_-]+\.)*(?<![\p{L}\p{N}_-])example\.(?:com|net|org|edu)(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

const URLS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/giu;
const ADDRESSES = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|\[[0-9a-f:.]+\]|(?<![\w:])::1(?![\w:])/giu;

/** What people write where a value is still to come. */
const STANDS_IN =
  /\(local\)|(?<![\p{L}\p{N}_])(?:todo|fixme|tbd|xxx+|change[-_ ]?me|replace[-_ ]?me|fill[-_ ]?me[-_ ]?in|placeholder|dummy|lorem ipsum)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?:your|my)[-_](?:company|tenant|domain|app|org|host|name|okta)[\p{L}\p{N}_-]*|<(?:your|my|the|insert|enter|tenant|domain|company|app|name|host|todo)\b[^>]*>|\{\{\s*(?:your|insert|todo)[^}]*\}\}/giu;

interface Found {
  what: string;
  why: string;
}

/**
 * Finds values that nobody has: hosts of reserved names, this machine's own, and texts that only stand in for a value. They are
 * right in the local environment, and an unedited copy of it must not reach a tenant.
 */
export function checkPlaceholderValues({ environment, texts }: Pick<Manifest, 'environment' | 'texts'>): Failure[] {
  if (environment.name === LOCAL) return [];
  const ofEnvironment = Object.entries(environment.values).flatMap(([key, value]) =>
    leaves(value, [key]).map(({ text, path }) => ({ text, where: environment.placeOf(path) })),
  );
  return [...ofEnvironment, ...texts].flatMap(({ text, where }) =>
    unique(placeholdersIn(text)).map((found) => failure(environment.name, found, where)),
  );
}

function leaves(value: unknown, path: (string | number)[]): { text: string; path: (string | number)[] }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...keys].flatMap((key) => leaves(Reflect.get(value, key), [...path, key]));
}

/** Returns what stands in for a value in a text; nothing of the rest of the text, which may be a secret. */
export function placeholdersIn(text: string): Found[] {
  const hosts = [...text.matchAll(URLS)].flatMap(([url]) => hostOf(url) ?? []);
  const namesIn = (part: string) => [...part.matchAll(RESERVED_HOST)].map(([name]) => name);
  const written = namesIn(text);
  // A name in other letters, which a browser reads as these.
  const names = written.length > 0 ? written : hosts.flatMap(namesIn);
  const addresses = [...hosts, ...[...text.matchAll(ADDRESSES)].map(([address]) => address)];
  return [
    ...names.map((name) => ({ what: name.replace(/^.*[}#*]\.?/, ''), why: 'a name that nobody can own' })),
    ...addresses.filter(isLoopback).map((address) => ({ what: address, why: "a machine's own address" })),
    ...[...text.matchAll(STANDS_IN)].map(([what]) => ({ what, why: 'a text in place of a value' })),
  ];
}

/** As a browser understands it: numbers in any base are an address, and any script of letters a name. */
function hostOf(url: string): string | undefined {
  // Only schemes that are known to URL have a host that it reads so.
  const http = url.replace(/^[^:]+:/, 'http:').replaceAll(/[{}#]/g, 'x');
  return URL.canParse(http) ? new URL(http).hostname : undefined;
}

function isLoopback(host: string): boolean {
  const bare = host.replaceAll(/[[\]]/g, '');
  if (isIPv4(bare)) return bare.startsWith('127.') || bare === '0.0.0.0';
  const canonical = URL.canParse(`http://[${bare}]`) ? new URL(`http://[${bare}]`).hostname : '';
  return canonical === '[::1]' || canonical === '[::]' || /^\[::ffff:(7f[0-9a-f]{2}:|0:0\])/.test(canonical);
}

const unique = (found: Found[]): Found[] => [...new Map(found.map((each) => [each.what.toLowerCase(), each])).values()];

const failure = (environment: string, { what, why }: Found, where: Place): Failure => ({
  code: 'PLACEHOLDER_VALUE',
  expected: `a value of environment "${environment}"`,
  found: `${what}, ${why}`,
  where,
  fix: 'Write the real value: only the local environment has such ones.',
});
