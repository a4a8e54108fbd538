import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AgentOptions } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ACME, answering, startDomainsApi } from '../../support/domains-api.ts';
import { startNeverAccepting } from './never-accepting.ts';

/** What else there is on loopback besides the API. */
export interface Neighbours extends AsyncDisposable {
  /** Two that answer as the API would. The Action trusts the first, so nothing but its own rules spares it the token. */
  elsewhereByHttps: string;
  elsewhereByHttp: string;
  elsewhereCa: AgentOptions['ca'];
  /** What arrived at those two, as `GET /path`. */
  requestsElsewhere(): string[];
  portNeverAccepting: number;
  portNeverSpeaking: number;
  portOfPlainHttp: number;
}

export async function startNeighbours(): Promise<Neighbours> {
  const host = 'elsewhere.acme-saas.com';
  const secure = await startDomainsApi(answering(ACME), { host });
  const plainRequests: string[] = [];
  const plain = createHttpServer((request, response) => {
    plainRequests.push(`${request.method} ${request.url}`);
    answering(ACME)(request, response);
  });
  const silent = createServer();
  const accepted = new Set<Socket>();
  for (const server of [plain, silent]) server.on('connection', (socket) => accepted.add(socket));
  const [portOfPlainHttp, portNeverSpeaking] = [await listen(plain), await listen(silent)];
  const neverAccepting = await startNeverAccepting();

  return {
    elsewhereByHttps: `https://${host}:${secure.port}`,
    elsewhereByHttp: `http://127.0.0.1:${portOfPlainHttp}`,
    elsewhereCa: secure.surroundings().agentOptions.ca,
    requestsElsewhere: () => [...secure.requests.map(({ line }) => line), ...plainRequests],
    portNeverAccepting: neverAccepting.port,
    portNeverSpeaking,
    portOfPlainHttp,
    [Symbol.asyncDispose]: async () => {
      for (const socket of accepted) socket.destroy();
      for (const server of [plain, silent]) await once(server.close(), 'close');
      await neverAccepting[Symbol.asyncDispose]();
      await secure[Symbol.asyncDispose]();
    },
  };
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server's address is an object while it listens.
  return (server.address() as AddressInfo).port;
}
