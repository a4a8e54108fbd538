import { createHmac, timingSafeEqual } from 'node:crypto';

/** Holds a token's payload, or the reason for its refusal; the text of the reason is the emulator's. */
export type VerificationResult = { ok: true; payload: Record<string, unknown> } | { ok: false; reason: string };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const mac = (text: string, secret: string): Buffer => createHmac('sha256', secret).update(text).digest();

/** Returns a compact JWS: signed, not encrypted. */
export function signHs256(payload: Record<string, unknown>, secret: string): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${signed}.${mac(signed, secret).toString('base64url')}`;
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Checks form, algorithm, signature and `exp`, which must be there. */
export function verifyHs256(token: string, secret: string, nowSeconds: number): VerificationResult {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const header = decode(head);
  const payload = decode(body);
  if (header === undefined || payload === undefined || more.length > 0) return { ok: false, reason: '((malformed))' };
  if (header.alg !== 'HS256') return { ok: false, reason: '((the algorithm is not HS256))' };
  const expected = mac(`${head}.${body}`, secret);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return { ok: false, reason: '((the signature is wrong))' };
  }
  if (typeof payload.exp !== 'number') return { ok: false, reason: '((exp is missing))' };
  return payload.exp > nowSeconds ? { ok: true, payload } : { ok: false, reason: '((expired))' };
}
