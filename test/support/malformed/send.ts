import { Agent, request } from 'node:http';
import type { MalformedRequest } from './requests.ts';

export interface Answer {
  status: number;
  location: string | undefined;
  body: string;
}

const PATIENCE_MS = 5 * 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends a request without fetch's restrictions of methods, headers and redirects. Rejects if no answer comes. */
export function send(origin: string, { method, path, headers, body }: MalformedRequest): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const sent = body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const call = request({ agent, hostname, port, method, path, headers: sent, timeout: PATIENCE_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0 } = response;
        resolve({ status, location: response.headers.location, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    call.on('error', reject);
    call.end(body);
  });
}
