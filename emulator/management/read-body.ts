import type { IncomingMessage } from 'node:http';
import { malformedJson, payloadTooLarge, type Reply } from './reply.ts';

const LIMIT_BYTES = 1_048_576;

/** The parsed JSON body; `undefined` where none was sent (deploying an Action has none). */
export async function readBody(request: IncomingMessage): Promise<{ body: unknown } | { refusal: Reply }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= LIMIT_BYTES) chunks.push(chunk);
  }
  if (bytes > LIMIT_BYTES) return { refusal: payloadTooLarge(LIMIT_BYTES) };
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { refusal: malformedJson() };
  }
}
