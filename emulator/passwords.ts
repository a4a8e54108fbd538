import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** Cheap on purpose (N = 1024): every login of a test pays it, and the tenant is loopback only. */
const COST = { N: 1024 };
const KEY_BYTES = 32;

export function hashPassword(password: string): string {
  const salt = randomBytes(8).toString('hex');
  return `${salt}:${scryptSync(password, salt, KEY_BYTES, COST).toString('base64')}`;
}

export function verifyPassword(password: string, stored: string | undefined): boolean {
  const [salt, hash] = stored?.split(':') ?? [];
  if (salt === undefined || hash === undefined) return false;
  return timingSafeEqual(scryptSync(password, salt, KEY_BYTES, COST), Buffer.from(hash, 'base64'));
}
