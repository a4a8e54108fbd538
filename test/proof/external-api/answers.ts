import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setInterval } from 'node:timers/promises';

export const ORGANIZATION_ID = 'org_acme000000000001';

export const JSON_TYPE = { 'content-type': 'application/json' };

/** The contract's answer about acme. */
export const answerOf = (...domains: unknown[]): string => JSON.stringify({ org_id: ORGANIZATION_ID, domains });
export const ACME = answerOf({ domain: 'acme.com', status: 'verified' });

/** Of an answer with {@link ACME} as its body, for {@link raw}. */
export const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${ACME.length}\r\n\r\n`;

export const answering =
  (body: string | Buffer, status = 200, headers: Record<string, string> = JSON_TYPE): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

export const retryLater = (status: number, retryAfter: string): RequestListener =>
  answering('', status, { 'retry-after': retryAfter });

/** Puts these bytes on the connection, and leaves it open. */
export const raw =
  (bytes: string): RequestListener =>
  (_request, response) =>
    void response.socket?.write(bytes);

/** Puts these bytes on the connection, and then resets it (RST, no FIN). */
export const resetting =
  (bytes: string): RequestListener =>
  (_request, { socket }) => {
    // A TLS socket can't be reset; the TCP socket below it, which Node names nowhere else, can.
    const tcp: unknown = socket && Reflect.get(socket, '_parent');
    if (!(tcp instanceof Socket)) throw new Error('no TCP socket below the TLS socket');
    socket?.write(bytes, () => tcp.resetAndDestroy());
  };

/** The first answer to the first request, the second to all that follow. */
export function firstly(first: RequestListener, second: RequestListener = answering(ACME)): RequestListener {
  let count = 0;
  return (request, response) => (count++ === 0 ? first : second)(request, response);
}

/** As fast as it is read, until the client hangs up. */
export function endlessly(chunk: string, headers: Record<string, string>): RequestListener {
  function* chunks() {
    while (true) yield chunk;
  }
  return (_request, response) => untilClosed(Readable.from(chunks()), response.writeHead(200, headers));
}

/** One chunk after another, until the client hangs up. */
export const dripping =
  (everyMs: number, chunk: string | Buffer, headers: Record<string, string>): RequestListener =>
  (_request, response) =>
    untilClosed(paced(everyMs, chunk), response.writeHead(200, headers));

/** {@link dripping} on the connection itself. */
export const drippingRaw =
  (everyMs: number, chunk: string, start = ''): RequestListener =>
  (_request, { socket }) => {
    socket?.write(start);
    if (socket !== null) untilClosed(paced(everyMs, chunk), socket);
  };

function paced(everyMs: number, chunk: string | Buffer): Readable {
  async function* chunks() {
    for await (const _tick of setInterval(everyMs)) yield chunk;
  }
  return Readable.from(chunks());
}

function untilClosed(source: Readable, target: NodeJS.WritableStream): void {
  // It rejects when the client hangs up, and this is what it is for.
  pipeline(source, target).catch(() => {});
}
