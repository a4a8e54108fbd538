import { resources } from '../management/operations.ts';
import type { JsonValue, TenantState } from '../state.ts';

export const MASK = '•••';

/** Shorter values would be found in every other word; below `secrets` in an event they are masked all the same. */
const MIN_CHARACTERS = 4;

/** Fields that hold a secret whatever their value is: OAuth's own, and what a page's address carries. */
const SECRET_FIELDS = new Set([
  'access_token',
  'authorization',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'cookie',
  'id_token',
  'id_token_hint',
  'invitation',
  'otp',
  'passcode',
  'password',
  'private_key',
  'refresh_token',
  'session_token',
  'state',
  'ticket',
  'token',
  'totp_secret',
]);

/** `event.secrets`: the names are shown. */
const SECRETS = 'secrets';

const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const IN_ADDRESS = new RegExp(`([?&#](?:${[...SECRET_FIELDS].join('|')})=)[^&#\\s"']+`, 'gi');

export type Mask = <T>(value: T) => T;

/**
 * Masks, in any JSON, what is secret by its value (in this tenant, or in `more`), by the field it is in, or by its shape.
 * Client ids are public, also as an Action's secret: {@link SECRETS} alone hides them.
 */
export function maskFor(state: TenantState, more: readonly string[] = []): Mask {
  const values = secretValues(state, more);
  const inText = (text: string): string =>
    values
      .reduce((masked, value) => masked.replaceAll(value, MASK), text)
      .replaceAll(JWT, MASK)
      .replaceAll(PEM, MASK)
      .replaceAll(IN_ADDRESS, `$1${MASK}`);

  const inValue = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(inValue);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [inText(key), inField(key, item)]));
  };
  const inField = (key: string, item: unknown): unknown => {
    if (key === SECRETS && typeof item === 'object' && item !== null) {
      return Object.fromEntries(Object.keys(item).map((name) => [name, MASK]));
    }
    return isSecret(key, item) ? MASK : inValue(item);
  };
  // Masking changes strings to strings and nothing else.
  return <T>(value: T) => inValue(value) as T;
}

/** Returns the strings in JSON that {@link maskFor} would mask because of their field. */
export function secretsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, item]) => {
    if (key === SECRETS && typeof item === 'object' && item !== null) return Object.values(item).map(String);
    return isSecret(key, item) ? [String(item)] : secretsIn(item);
  });
}

/** `event.authorization`, which has a field's name, is an object. */
const isSecret = (field: string, value: unknown): boolean =>
  SECRET_FIELDS.has(field.toLowerCase()) && (typeof value === 'number' || (typeof value === 'string' && value !== ''));

/** Longest first: one may be part of another. */
function secretValues(state: TenantState, more: readonly string[]): string[] {
  const isPublic = new Set(state.clients.map(({ client_id }) => client_id));
  const known: (string | undefined)[] = [
    ...more,
    ...resources.flatMap(({ secrets }) => secrets?.(state) ?? []),
    ...state.mails.map(({ code }) => code),
  ];
  const secret = known.filter(
    (value): value is string =>
      value !== undefined &&
      value.length >= MIN_CHARACTERS &&
      !value.split(',').every((part) => isPublic.has(part.trim())),
  );
  return [...new Set(secret.flatMap(spellings))].sort((one, other) => other.length - one.length);
}

/**
 * Returns the spellings of a value: unchanged, in JSON, in an address, and line by line, as `console.log` prints an
 * object's content.
 */
const spellings = (value: string): string[] =>
  [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), ...value.split('\n')].filter(
    ({ length }) => length >= MIN_CHARACTERS,
  );

/** Only what JSON has. */
export const asJson = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value ?? null));
