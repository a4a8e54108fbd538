import { BlockList, isIP, isIPv6, SocketAddress } from 'node:net';

/** Describes a DNS server in its canonical form. */
export interface ResolverAddress {
  /** Canonical; an IPv4 address that is written as an IPv6 one is the IPv4 address. */
  address: string;
  /** From 1 to 65535. */
  port: number;
}

const DNS_PORT = 53;
const HIGHEST_PORT = 65_535;
/** Matches an IPv4 address in an IPv6 address (RFC 4291, 2.5.5.2), as Node writes it. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/;
/** The same by way of a translator (NAT64, RFC 6052), as Node writes it. */
const TRANSLATED = /^64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})?$/;

/**
 * Lists addresses that name no server, or hide which server they name (IANA's special-purpose registries): this host,
 * multicast, reserved and IPv6 link-local ones, and obsolete forms that embed an IPv4 address.
 */
const NO_SERVER = new BlockList();
NO_SERVER.addSubnet('0.0.0.0', 8, 'ipv4');
NO_SERVER.addSubnet('224.0.0.0', 3, 'ipv4');
NO_SERVER.addAddress('::', 'ipv6');
NO_SERVER.addSubnet('100::', 64, 'ipv6');
NO_SERVER.addSubnet('2002::', 16, 'ipv6');
NO_SERVER.addSubnet('fe80::', 10, 'ipv6');
NO_SERVER.addSubnet('ff00::', 8, 'ipv6');
NO_SERVER.addSubnet('::ffff:0:0:0', 96, 'ipv6');
const COMPATIBLE = new BlockList();
COMPATIBLE.addSubnet('::', 96, 'ipv6');
const LOOPBACK = '::1';

/** Parses `192.0.2.53`, `127.0.0.1:5353`, `2001:db8::53` or `[::1]:5353`; returns `undefined` for anything else. */
export function parseResolver(text: string): ResolverAddress | undefined {
  if (isIP(text) !== 0) return resolverAt(text, DNS_PORT);
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? '';
  const isAddress = bracketed === undefined ? isIP(address) === 4 : isIPv6(address);
  return isAddress ? resolverAt(address, digits === undefined ? DNS_PORT : Number(digits)) : undefined;
}

function resolverAt(text: string, port: number): ResolverAddress | undefined {
  // An address with a zone (`%eth0`) is link-local, and other machines do not reach it.
  if (text.includes('%') || port < 1 || port > HIGHEST_PORT) return undefined;
  const address = canonical(text);
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const isCompatible = family === 'ipv6' && address !== LOOPBACK && COMPATIBLE.check(address, family);
  return isCompatible || NO_SERVER.check(address, family) ? undefined : { address, port };
}

function canonical(address: string): string {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const written = new SocketAddress({ address, family }).address;
  return MAPPED.exec(written)?.[1] ?? translated(written) ?? written;
}

function translated(address: string): string | undefined {
  const [found, high = '0', low = '0'] = TRANSLATED.exec(address) ?? [];
  if (found === undefined) return undefined;
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/** `192.0.2.53`, or with a port where it is not 53: `[::1]:5353`. */
export function resolverText({ address, port }: ResolverAddress): string {
  if (port === DNS_PORT) return address;
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
