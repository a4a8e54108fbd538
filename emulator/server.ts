import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { LoopbackTls } from './tls.ts';

/**
 * The keep-alive time, which is longer than auth0-deploy-cli blocks between two calls
 * (docs/notes/deploy-cli.md#blocked-event-loop).
 */
const KEEP_ALIVE_MS = 120_000;
const LOOPBACK = '127.0.0.1';

/** Reports that another program uses the tenant's port. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;
  constructor(port: number) {
    super(`port ${port} is in use`);
    this.port = port;
  }
}

/** Runs the tenant's two loopback listeners: https for clients, plain http for people's browsers. */
export class Listeners {
  readonly #https: Server;
  readonly #http = createHttpServer();
  /** Requests that came before there was anybody to answer them. */
  #early: Parameters<RequestListener>[] = [];
  #listener: RequestListener | undefined;

  private constructor(https: Server) {
    this.#https = https;
    for (const server of [this.#https, this.#http]) {
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      server.on('request', (...exchange) => {
        if (this.#listener === undefined) this.#early.push(exchange);
        else this.#listener(...exchange);
      });
    }
  }

  /** @param port of the https listener; the http one takes the next. 0 takes two free ones. */
  static async open(tls: LoopbackTls, port: number): Promise<Listeners> {
    const listeners = new Listeners(createHttpsServer({ key: tls.key, cert: tls.cert }));
    try {
      await listen(listeners.#https, port);
      await listen(listeners.#http, port === 0 ? 0 : port + 1);
    } catch (error) {
      await listeners.close();
      throw error;
    }
    return listeners;
  }

  get httpsPort(): number {
    return portOf(this.#https);
  }

  get httpPort(): number {
    return portOf(this.#http);
  }

  /** Answers every request from now on, beginning with those that are waiting. */
  handle(listener: RequestListener): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const exchange of early) listener(...exchange);
  }

  async close(): Promise<void> {
    await Promise.all([this.#https, this.#http].map(closeServer));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener is not open');
  return address.port;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port) : error),
    );
    server.listen(port, LOOPBACK, resolve);
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
