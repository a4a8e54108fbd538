import { BlockList, isIP, isIPv4 } from 'node:net';
import { getDomain, getDomainWithoutSuffix } from 'tldts';
import type { Failure, Place } from '../../failures.ts';
import type { Environment } from '../../manifest/environment.ts';
import { type Manifest, TENANT_FILE } from '../../manifest/manifest.ts';

/** The environment that runs on this machine; it is shipped with placeholder values. */
const LOCAL = 'local';

/**
 * Matches names that nobody owns (RFC 2606, 6761, 7686) or that belong to one network (RFC 6762, 8375, ICANN's
 * `internal`).
 */
const RESERVED_HOST =
  /(?:[\p{L}\p{N}_-]+\.)*(?:[\p{L}\p{N}_}#*-]+)\.(?:example|test|invalid|localhost|localdomain|local|internal|lan|onion|home\.arpa)(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])|(?<![\p{L}\p{N}_.-])localhost(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])|(?:[\p{L}\p{N}_-]+\.)*(?<![\p{L}\p{N}_-])example\.(?:com|net|org|edu)(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])/giu;

const URLS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/giu;
/** Finds the hosts of email addresses. */
const MAIL_HOSTS = /(?<=[\w.+-]@)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const ADDRESSES = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|\[[0-9a-f:.]+\]|(?<![\w:])::1(?![\w:])/giu;

/** Matches texts that people write in place of a missing value. */
const STANDS_IN =
  /[([]\s*local\s*[)\]]|(?<![\p{L}\p{N}_])(?:todo|fixme|tbd|xxx+|change[-_ ]?me|replace[-_ ]?me|fill[-_ ]?me[-_ ]?in|placeholder|dummy|lorem ipsum)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?:(?:(?:your|my)[-_]|your\.)(?:company|tenant|domain|app|org|host|name|okta)(?![\p{L}\p{N}])|your(?:company|tenant|domain|app|host|name)(?![\p{L}\p{N}])|my(?:company|tenant|domain)(?![\p{L}\p{N}]))[\p{L}\p{N}_-]*|<(?:your|my|the|insert|enter|tenant|domain|company|app|name|host|todo)\b[^>]*>|\{\{\s*(?:your|insert|todo)[^}]*\}\}/giu;

/** Matches placeholders that are the whole value of an environment. */
const NO_VALUE =
  /^(?:none|null|nil|undefined|n\/a|\?+|\.{2,}|…|-+|string|value|secret|password|sample|example|local|test|0+|0{8}(?:-0{4}){3}-0{12}|1234\d*)$/i;

/** Matches a variable that was not filled in, in the notation of shells, templates and Windows. */
const VARIABLE =
  /\$\{[A-Z][A-Z0-9_]*\}|\$[A-Z][A-Z0-9_]+|%[A-Z][A-Z0-9_]{2,}%|\{\{\s*[\w.-]+\s*\}\}|(?<![A-Z0-9_])__[A-Z][A-Z0-9_]*__/g;
const REQUEST =
  /<\p{L}[\p{L}\p{N} _-]*>|\[your\b[^\]]*\]|(?<![\p{L}\p{N}])(?:insert|enter|put|fill)[-_ ][\p{L}_ -]*(?:here|value|url|name|domain)(?![\p{L}\p{N}])/giu;

/** Domains of documentation, of tunnels to a developer's machine, and names that resolve to it. */
const NOBODYS_DOMAINS = ['contoso.com', 'fabrikam.com', 'domain.com', 'company.com', 'foo.com', 'bar.com', 'test.com'];
const OWN_MACHINES = [
  'nip.io',
  'sslip.io',
  'lvh.me',
  'localtest.me',
  'ngrok.io',
  'ngrok.app',
  'ngrok-free.app',
  'ngrok-free.dev',
  'trycloudflare.com',
  'loca.lt',
];

/** Addresses for examples (RFC 5737, 3849). */
const DOCUMENTATION = addresses('192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32');
/** Addresses that are not reachable from outside (RFC 1918, 3927, 4193, 4291). */
const PRIVATE = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10');

function addresses(...ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', prefix] = range.split('/');
    list.addSubnet(net, Number(prefix), isIPv4(net) ? 'ipv4' : 'ipv6');
  }
  return list;
}

interface Found {
  what: string;
  why: string;
  /** Right where developers run an application on their own machines. */
  isOwnMachine?: boolean;
}

/** Matches the names of the machine itself; nobody can own them. */
const LOCALHOST = /(?:^|\.)localhost$/i;

/**
 * Finds placeholder values: hosts of reserved names, this machine's own, and texts in place of a value. They are right
 * in the local environment, and an unedited copy of it must not reach a tenant.
 */
export function checkPlaceholderValues({ environment, texts }: Pick<Manifest, 'environment' | 'texts'>): Failure[] {
  if (environment.name === LOCAL) return [];
  const report = (found: Found[], where: Place): Failure[] =>
    unique(found)
      .filter(({ isOwnMachine: isDevelopers }) => !(isDevelopers && environment.isDevelopment))
      .map((each) => failure(environment, each, where));
  const ofEnvironment = Object.entries(environment.values).flatMap(([key, value]) =>
    leaves(value, [key]).map(({ text, path }) => ({ text, where: environment.placeOf(path) })),
  );
  const empty = Object.entries(environment.values).filter(
    ([key, value]) => isEmpty(value) && texts.some(({ text }) => text.trim() === `##${key}##`),
  );
  const ids = Object.entries(environment.ids).flatMap(([section, pinned]) =>
    Object.entries(pinned).map(([name, text]) => ({ text, where: environment.placeOfId(section, name) })),
  );
  return [
    ...empty.flatMap(([key]) => report([{ what: 'nothing', why: 'the whole value' }], environment.placeOf([key]))),
    ...[...ofEnvironment, ...ids].flatMap(({ text, where }) =>
      report([...placeholdersIn(text), ...notFilledIn(text)], where),
    ),
    ...texts.flatMap(({ text, where }) =>
      report(where.file === TENANT_FILE ? placeholdersIn(text) : placeholdersInUrls(text), where),
    ),
  ];
}

/** Returns whether a value is empty. A value that is only a part of a text may be empty, such as a suffix. */
const isEmpty = (value: unknown): boolean => value === null || (typeof value === 'string' && value.trim() === '');

/**
 * Returns the placeholders in the addresses of a page, an email or a script. The rest of such a file (`<input
 * placeholder="you@example.com">`, a comment with a to-do) is not checked.
 */
const placeholdersInUrls = (text: string): Found[] =>
  [...text.matchAll(URLS)].flatMap(([url]) => {
    const host = hostOf(url);
    return host === undefined ? [] : placeholdersIn(`https://${host}`);
  });

function leaves(value: unknown, path: (string | number)[]): { text: string; path: (string | number)[] }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...keys].flatMap((key) => leaves(Reflect.get(value, key), [...path, key]));
}

/** Returns the placeholders in a text, and nothing of the rest, which may be a secret. */
export function placeholdersIn(text: string): Found[] {
  const hosts = [...text.matchAll(URLS)].flatMap(([url]) => hostOf(url) ?? []);
  const namesIn = (part: string) => [...part.matchAll(RESERVED_HOST)].map(([name]) => name);
  const written = namesIn(text);
  // A name in other letters, which a browser reads as these.
  const names = written.length > 0 ? written : hosts.flatMap(namesIn);
  const mailHosts = [...text.matchAll(MAIL_HOSTS)].map(([host]) => host.toLowerCase());
  const addressed = [...hosts, ...[...text.matchAll(ADDRESSES)].map(([address]) => address)];
  return [
    ...names
      .map((name) => name.replace(/^.*[}#*]\.?/, ''))
      .map((what) => ({ what, why: 'a name that nobody can own', isOwnMachine: LOCALHOST.test(what) })),
    ...[...hosts, ...mailHosts].filter(isNobodys).map((host) => ({ what: host, why: 'a name of examples' })),
    ...hosts
      .filter(isOwnMachine)
      .map((host) => ({ what: host, why: "a name of somebody's own machine", isOwnMachine: true })),
    ...addressed
      .filter(isLoopback)
      .map((address) => ({ what: address, why: "a machine's own address", isOwnMachine: true })),
    ...addressed.filter((host) => isIn(DOCUMENTATION, host)).map((what) => ({ what, why: 'an address of examples' })),
    ...hosts.filter((host) => isIn(PRIVATE, host)).map((what) => ({ what, why: 'an address of one network alone' })),
    ...[...text.matchAll(STANDS_IN)].map(([what]) => ({ what, why: 'a text in place of a value' })),
  ];
}

/** Returns the placeholder that is a whole value of an environment; in other texts it may be code. */
export const notFilledIn = (text: string): Found[] => {
  const whole = NO_VALUE.test(text.trim()) ? [text.trim()] : [];
  return [...whole, ...[VARIABLE, REQUEST].flatMap((kind) => [...text.matchAll(kind)].map(([what]) => what))].map(
    (what) => ({
      what,
      why: 'a text in place of a value',
    }),
  );
};

/**
 * Returns whether a host is `example` under any public suffix, or a name that documentation uses in place of a
 * company's.
 */
const isNobodys = (host: string): boolean =>
  getDomainWithoutSuffix(host) === 'example' || NOBODYS_DOMAINS.includes(getDomain(host) ?? '');

const isOwnMachine = (host: string): boolean =>
  OWN_MACHINES.some((domain) => host === domain || host.endsWith(`.${domain}`));

function isIn(list: BlockList, host: string): boolean {
  const bare = host.replaceAll(/[[\]]/g, '');
  const family = isIP(bare);
  return family !== 0 && list.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Returns the host of a URL as a browser reads it: a number in any base is an address, and a name may have letters of
 * any script.
 */
function hostOf(url: string): string | undefined {
  // Only schemes that are known to URL have a host that it reads so.
  const http = url.replace(/^[^:]+:/, 'http:').replaceAll(/[{}#]/g, 'x');
  return URL.canParse(http) ? new URL(http).hostname : undefined;
}

function isLoopback(host: string): boolean {
  const bare = host.replaceAll(/[[\]]/g, '');
  if (isIPv4(bare)) return bare.startsWith('127.') || bare === '0.0.0.0';
  const canonical = URL.canParse(`http://[${bare}]`) ? new URL(`http://[${bare}]`).hostname : '';
  return canonical === '[::1]' || canonical === '[::]' || /^\[::(?:ffff:)?(7f[0-9a-f]{2}:|0:0\])/.test(canonical);
}

const unique = (found: Found[]): Found[] => [...new Map(found.map((each) => [each.what.toLowerCase(), each])).values()];

const failure = (
  { name, file }: Environment,
  { what, why, isOwnMachine: isDevelopers }: Found,
  where: Place,
): Failure => ({
  code: 'PLACEHOLDER_VALUE',
  expected: `a value of environment "${name}"`,
  found: `${what}, ${why}`,
  where,
  fix: isDevelopers
    ? `Write the real value, or \`development: true\` in ${file} where developers' own machines are meant.`
    : 'Write the real value: only the local environment has such ones.',
});
