/** DNS on loopback: what customers would publish. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_DESIRED } from 'dns-packet';

export interface TestDns extends AsyncDisposable {
  /** For `--resolver`. */
  resolver: string;
  /** TXT records by host. */
  records: Map<string, string[]>;
  /** Names asked for, in order. */
  asked: string[];
  /** Answer nothing at all. */
  isSilent: boolean;
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
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
  socket.on('message', (message, from) => {
    if (dns.isSilent) return;
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    const name = question?.name ?? '';
    dns.asked.push(name);
    // Names of hosts know no case, and an organization's id in one has both.
    const texts = [...dns.records].find(([host]) => host.toLowerCase() === name.toLowerCase())?.[1];
    const answer = encode({
      type: 'response',
      id: id ?? 0,
      flags: RECURSION_DESIRED | AUTHORITATIVE_ANSWER | (texts === undefined ? NXDOMAIN : 0),
      questions,
      // One record of several strings, as long texts are published.
      answers: (texts ?? []).map((text) => ({ type: 'TXT', name, ttl: 0, data: [text.slice(0, 9), text.slice(9)] })),
    });
    socket.send(answer, from.port, from.address);
  });
  return dns;
}
