import { createHash } from 'node:crypto';
import { isRecord } from '../is-record.ts';
import { isSecretField } from '../secret-fields.ts';

/**
 * Names values that Auth0 derives from others, or that are one value of several parts: beside new values they would be
 * wrong.
 */
const NOT_KEPT: readonly string[] = [
  'authorization_endpoint',
  'cert',
  'client_authentication_methods',
  'client_metadata',
  'configuration',
  'default_organization',
  'encryption_key',
  'end_session_endpoint',
  'expiration',
  'expires',
  'express_configuration',
  'flags',
  'issuer',
  'jwks_uri',
  'oidc_metadata',
  'schema_version',
  'subject',
  'thumbprints',
  'token_endpoint',
  'token_encryption',
  'userinfo_endpoint',
];

/** Maps keywords in a file to values of the tenant that may be secrets. */
export type KeptValues = Record<string, string>;

/**
 * Returns an entry in which every object has, besides what the file says, the keys of the tenant's own: a PATCH replaces
 * most objects as a whole, so what the file does not name would be gone.
 *
 * @param kept gets a keyword for each value of the tenant that may be a secret: it is in no file
 */
export function withKeptValues<T extends object>(desired: T, actual: object | undefined, kept: KeptValues): T;
export function withKeptValues(desired: object, actual: object | undefined, kept: KeptValues): Record<string, unknown> {
  const before: Readonly<Record<string, unknown>> = { ...actual };
  return Object.fromEntries(
    Object.entries(desired).map(([key, value]) => [key, keptIn(value, before[key], [key], kept)]),
  );
}

/** Merges the keys of both, those of the file first. */
function keptIn(value: unknown, before: unknown, path: readonly string[], kept: KeptValues): unknown {
  if (!isRecord(value) || !isRecord(before) || NOT_KEPT.includes(path.at(-1) ?? '')) return value;
  const own = Object.entries(value).map(([key, part]) => [key, keptIn(part, before[key], [...path, key], kept)]);
  const others = Object.entries(before)
    .filter(([key, part]) => !Object.hasOwn(value, key) && !NOT_KEPT.includes(key) && part !== null)
    .map(([key, part]) => [key, hidden(part, [...path, key], kept)]);
  return Object.fromEntries([...own, ...others]);
}

/** Puts a keyword in the place of each text that may be a secret, or that auth0-deploy-cli would take for a keyword. */
function hidden(value: unknown, path: readonly string[], kept: KeptValues): unknown {
  if (Array.isArray(value)) return value.map((item, index) => hidden(item, [...path, String(index)], kept));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hidden(part, [...path, key], kept)]));
  }
  const isHidden = typeof value === 'string' && (path.some(isSecretField) || /##|@@/.test(value));
  if (!isHidden) return value;
  const name = `KEPT_${createHash('sha256')
    .update(JSON.stringify([path, value]))
    .digest('hex')
    .slice(0, 16)
    .toUpperCase()}`;
  kept[name] = value;
  return `##${name}##`;
}
