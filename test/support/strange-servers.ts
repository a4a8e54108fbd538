import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Represents a server on loopback that is not a tenant. */
export interface StrangeServer extends AsyncDisposable {
  /** The value for AUTH0_DOMAIN. */
  domain: string;
  /** Its certificate, which nobody trusts otherwise; empty without TLS. */
  caFile: string;
}

let made = 0;

/** @param certifiedHost what its certificate is for */
export async function httpsServer(answer: RequestListener, certifiedHost = 'localhost'): Promise<StrangeServer> {
  // Each has a unique name: OpenSSL distinguishes authorities by their names.
  const subject = [{ name: 'commonName', value: `strange server ${++made}` }];
  const { private: key, cert } = await generate(subject, {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: certifiedHost }] }],
  });
  const folder = await mkdtemp(join(tmpdir(), 'strange-server-'));
  const caFile = join(folder, 'cert.pem');
  await writeFile(caFile, cert);
  return listen(createHttpsServer({ key, cert }, answer), caFile, () => rm(folder, { recursive: true }));
}

export const plainHttpServer = (answer: RequestListener): Promise<StrangeServer> =>
  listen(createHttpServer(answer), '', async () => undefined);

/** Returns a domain where nothing listens. */
export async function closedDomain(): Promise<string> {
  await using server = await plainHttpServer(() => undefined);
  return server.domain;
}

async function listen(server: Server, caFile: string, cleanUp: () => Promise<void>): Promise<StrangeServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    domain: `localhost:${address.port}`,
    caFile,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await cleanUp();
    },
  };
}
