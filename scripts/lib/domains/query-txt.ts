import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv6 } from 'node:net';
import { type Answer, type DecodedPacket, decode, encode, RECURSION_DESIRED, streamEncode } from 'dns-packet';
import type { ResolverAddress } from './resolver-address.ts';

/** Says why there is no answer, with Node's codes for DNS: `ENOTFOUND`, `ENODATA`, `ETIMEOUT`, `ESERVFAIL`, … */
class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const RCODES: Readonly<Record<string, string>> = {
  FORMERR: 'EFORMERR',
  SERVFAIL: 'ESERVFAIL',
  NXDOMAIN: 'ENOTFOUND',
  NOTIMP: 'ENOTIMP',
  REFUSED: 'EREFUSED',
};

/** The size above which answers come by TCP (DNS Flag Day 2020). */
const UDP_PAYLOAD = 1232;

/**
 * Asks one server for the TXT records of a name. Only records of that name count, or of names to which CNAMEs of the
 * answer lead: Node's resolver returns every TXT record of an answer, whatever its name.
 *
 * @returns each record as one text; rejects with an error whose `code` says why, as that of Node's resolver
 */
export async function queryTxt(
  name: string,
  server: ResolverAddress,
  timeoutMs: number,
  tries: number,
): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return textsOf(name, await ask(name, server, AbortSignal.timeout(timeoutMs)));
    } catch (error) {
      const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
      if (!isLate) throw error;
      if (attempt === tries) throw new DnsError('ETIMEOUT');
    }
  }
}

async function ask(name: string, server: ResolverAddress, signal: AbortSignal): Promise<DecodedPacket> {
  const answer = await byUdp(name, server, signal);
  return answer.flag_tc ? byTcp(name, server, signal) : answer;
}

const questionOf = (id: number, name: string) => ({
  type: 'query' as const,
  id,
  flags: RECURSION_DESIRED,
  questions: [{ type: 'TXT' as const, name }],
  additionals: [
    {
      type: 'OPT' as const,
      name: '.' as const,
      udpPayloadSize: UDP_PAYLOAD,
      flags: 0,
      options: [],
      extendedRcode: 0,
      ednsVersion: 0,
      flag_do: false,
    },
  ],
});

/** Returns whether a packet answers this question; other packets are ignored. */
function isAnswerTo(id: number, name: string, packet: DecodedPacket): boolean {
  const [question] = packet.questions ?? [];
  return (
    packet.id === id &&
    packet.type === 'response' &&
    (question === undefined || (question.type === 'TXT' && sameName(question.name, name)))
  );
}

async function byUdp(name: string, { address, port }: ResolverAddress, signal: AbortSignal): Promise<DecodedPacket> {
  const id = randomInt(0x10000);
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    // A connected socket receives packets of this server only, and an error if nothing listens.
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
    socket.send(encode(questionOf(id, name)));
    for (;;) {
      const [message] = await once(socket, 'message', { signal });
      const packet = decoded(message);
      if (packet !== undefined && isAnswerTo(id, name, packet)) return packet;
    }
  } finally {
    socket.on('error', () => undefined);
    socket.close();
  }
}

async function byTcp(name: string, { address, port }: ResolverAddress, signal: AbortSignal): Promise<DecodedPacket> {
  const id = randomInt(0x10000);
  const socket = connect({ host: address, port });
  try {
    await once(socket, 'connect', { signal });
    socket.write(streamEncode(questionOf(id, name)));
    let received = Buffer.alloc(0);
    while (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) {
      const [chunk] = await once(socket, 'data', { signal });
      received = Buffer.concat([received, chunk]);
    }
    const packet = decoded(received.subarray(2));
    if (packet === undefined || !isAnswerTo(id, name, packet)) throw new DnsError('EBADRESP');
    return packet;
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}

function textsOf(name: string, packet: DecodedPacket): string[] {
  const rcode = 'rcode' in packet ? String(packet.rcode) : 'NOERROR';
  if (rcode !== 'NOERROR') throw new DnsError(RCODES[rcode] ?? 'EBADRESP');
  const answers = (packet.answers ?? []).filter(isOfInternet);
  const owners = ownersFrom(name, answers);
  const texts = answers.flatMap((answer) =>
    answer.type === 'TXT' && owners.has(plain(answer.name)) ? [textOf(answer.data)] : [],
  );
  if (texts.length === 0) throw new DnsError('ENODATA');
  return texts;
}

/** Records of other classes (`CH`, `HS`) are what a server says of itself. */
const isOfInternet = (answer: Answer): boolean => !('class' in answer) || answer.class === 'IN';

/** Returns the name, and those to which CNAMEs lead from it. */
function ownersFrom(name: string, answers: readonly Answer[]): Set<string> {
  const owners = new Set([plain(name)]);
  for (const owner of owners) {
    for (const answer of answers) {
      if (answer.type === 'CNAME' && plain(answer.name) === owner) owners.add(plain(answer.data));
    }
  }
  return owners;
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');
const sameName = (a: string, b: string): boolean => plain(a) === plain(b);

/** Returns a record's strings, joined. */
const textOf = (data: unknown): string =>
  (Array.isArray(data) ? data : [data])
    .map((part) => (Buffer.isBuffer(part) ? part.toString('utf8') : String(part)))
    .join('');
