import { type Failure, failed, ok, type Result } from '../failures.ts';
import { queryTxt } from './query-txt.ts';
import { parseResolver, resolverText } from './resolver-address.ts';

/** Describes a TXT record that only the owner of a domain can publish. */
export interface Challenge {
  host: string;
  txt: string;
}

export interface ResolverAnswer {
  /** `address` or `address:port`. */
  resolver: string;
  /** The challenge's text is among the records. */
  isThere: boolean;
  /** DNS error, such as `ENOTFOUND` or `ETIMEOUT`. */
  error?: string;
}

/** Lists resolvers of organizations that are independent of each other; both validate DNSSEC. */
export const PUBLIC_RESOLVERS: readonly string[] = ['1.1.1.1', '8.8.8.8'];

/** One resolver can be lied to, or lie. */
const LEAST_RESOLVERS = 2;
const TIMEOUT_MS = 3000;
const TRIES = 2;

/**
 * Reads the addresses of DNS servers, each once however it is written.
 *
 * @param resolvers addresses, with a port where it is not 53: `127.0.0.1:5353`, `[::1]:5353`
 */
export function checkResolvers(resolvers: readonly string[]): Result<readonly string[]> {
  const malformed = resolvers.filter((resolver) => parseResolver(resolver) === undefined);
  if (malformed.length > 0) return failed(badResolvers(malformed.join(', ')));
  const different = [...new Set(resolvers.map(canonicalResolver))];
  return different.length >= LEAST_RESOLVERS ? ok(different) : failed(badResolvers(different.join(', ') || 'none'));
}

function canonicalResolver(text: string): string {
  const parsed = parseResolver(text);
  return parsed === undefined ? text : resolverText(parsed);
}

const badResolvers = (found: string): Failure => ({
  code: 'RESOLVERS',
  expected: `the IP addresses of at least ${LEAST_RESOLVERS} different DNS resolvers, such as 192.0.2.53 or 127.0.0.1:5353`,
  found,
  fix: 'Repeat --resolver, or leave it out: then public resolvers are asked.',
});

/** Asks every resolver. A domain is proven where all of them have the challenge's text. */
export const askDns = (challenge: Challenge, resolvers: readonly string[]): Promise<ResolverAnswer[]> =>
  Promise.all(resolvers.map((resolver) => askOne(challenge, resolver)));

/** Returns whether a challenge proves anything: it needs a name and a text, since many publish an empty record. */
export const isChallenge = ({ host, txt }: Challenge): boolean => hasText(host) && hasText(txt);

/** Returns whether a text has visible characters, apart from the quotes that tools put around an empty text. */
const hasText = (text: string): boolean => /[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}"']/u.test(text);

async function askOne(challenge: Challenge, resolver: string): Promise<ResolverAnswer> {
  const server = parseResolver(resolver);
  if (!isChallenge(challenge) || server === undefined) return { resolver, isThere: false, error: 'NO_CHALLENGE' };
  try {
    const texts = await queryTxt(challenge.host, server, TIMEOUT_MS, TRIES);
    return { resolver, isThere: texts.includes(challenge.txt) };
  } catch (error) {
    return { resolver, isThere: false, error: codeOf(error) };
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'NO_ANSWER';
