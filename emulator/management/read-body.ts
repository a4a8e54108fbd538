import type { IncomingMessage } from 'node:http';
import { malformedJson, payloadTooLarge, type Reply, tooDeep } from './reply.ts';

const LIMIT_BYTES = 1_048_576;

/** Deeper values can be parsed, and then neither be copied nor written without overflowing the stack. */
const LIMIT_LEVELS = 100;

/** Returns the parsed JSON body; `undefined` if none was sent (deploying an Action has none). */
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
    const body: unknown = JSON.parse(text);
    return isDeeper(body, LIMIT_LEVELS) ? { refusal: tooDeep(LIMIT_LEVELS) } : { body };
  } catch {
    return { refusal: malformedJson() };
  }
}

/** Returns whether a value is deeper than `levels`. It iterates, so a deep value does not overflow the stack. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}
