/** DNS on loopback: what customers would publish. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, RECURSION_DESIRED, TRUNCATED_RESPONSE } from 'dns-packet';

export interface TestDns extends AsyncDisposable {
  /** The address for `--resolver`. */
  resolver: string;
  /** TXT records by host. */
  records: Map<string, string[]>;
  /** Names asked for, in order. */
  asked: string[];
  /** Answer nothing at all. */
  isSilent: boolean;
  /** Answers that replace {@link records}. */
  answers: Answer[] | undefined;
  /** Say that the whole answer comes by TCP, on the same port. */
  isTruncated: boolean;
}

const NXDOMAIN = 3;

export async function startDns(): Promise<TestDns> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const dns: TestDns = {
    resolver: `127.0.0.1:${socket.address().port}`,
    records: new Map(),
    asked: [],
    isSilent: false,
    answers: undefined,
    isTruncated: false,
    async [Symbol.asyncDispose]() {
      server.close();
      socket.close();
      await once(socket, 'close');
    },
  };
  const reply = (message: Buffer, isTcp: boolean): Buffer => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    const name = question?.name ?? '';
    dns.asked.push(name);
    // Names of hosts know no case, and an organization's id in one has both.
    const texts = [...dns.records].find(([host]) => host.toLowerCase() === name.toLowerCase())?.[1];
    const isThere = texts !== undefined || dns.answers !== undefined;
    const isCut = dns.isTruncated && !isTcp;
    const flags =
      RECURSION_DESIRED | AUTHORITATIVE_ANSWER | (isThere ? 0 : NXDOMAIN) | (isCut ? TRUNCATED_RESPONSE : 0);
    // One record of several strings, as long texts are published.
    const published = (texts ?? []).map((text) => ({
      type: 'TXT' as const,
      name,
      ttl: 0,
      data: [text.slice(0, 9), text.slice(9, 200), ...(text.length > 200 ? [text.slice(200, 400)] : [])],
    }));
    const answers = isCut ? [] : (dns.answers ?? published);
    return encode({ type: 'response', id: id ?? 0, flags, questions, answers });
  };
  socket.on('message', (message, from) => {
    if (!dns.isSilent) socket.send(reply(message, false), from.port, from.address);
  });
  const server = createServer((connection) => {
    connection.on('data', (data) => {
      const answer = reply(Buffer.from(data).subarray(2), true);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      connection.end(Buffer.concat([length, answer]));
    });
  });
  server.on('error', () => undefined).listen(socket.address().port, '127.0.0.1');
  return dns;
}
