import { isIP, isIPv6, SocketAddress } from 'node:net';

/** A DNS server, as one spelling of it. */
export interface ResolverAddress {
  /** Canonical; an IPv4 address that is written as an IPv6 one is the IPv4 address. */
  address: string;
  /** From 1 to 65535. */
  port: number;
}

const DNS_PORT = 53;
const HIGHEST_PORT = 65_535;
/** What IPv6 calls an IPv4 address (RFC 4291, 2.5.5.2), as Node writes it. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/;

/** Reads `192.0.2.53`, `127.0.0.1:5353`, `2001:db8::53` or `[::1]:5353`; `undefined` where it is none of these. */
export function parseResolver(text: string): ResolverAddress | undefined {
  if (isIP(text) !== 0) return { address: canonical(text), port: DNS_PORT };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? '';
  const isAddress = bracketed === undefined ? isIP(address) === 4 : isIPv6(address);
  const port = digits === undefined ? DNS_PORT : Number(digits);
  if (!isAddress || port < 1 || port > HIGHEST_PORT) return undefined;
  return { address: canonical(address), port };
}

function canonical(address: string): string {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const written = new SocketAddress({ address, family }).address;
  return MAPPED.exec(written)?.[1] ?? written;
}

/** `192.0.2.53`, or with a port where it is not 53: `[::1]:5353`. */
export function resolverText({ address, port }: ResolverAddress): string {
  if (port === DNS_PORT) return address;
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
