import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setInterval } from 'node:timers/promises';
import { ACME, answering } from '../../support/domains-api.ts';

/** The head of an answer with {@link ACME} as its body, for {@link raw}. */
export const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${ACME.length}\r\n\r\n`;

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
