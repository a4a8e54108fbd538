import { mask } from '../mask.ts';
import { isSecretField } from '../secret-fields.ts';

const HIDDEN = '***';

/** Returns a value that may be shown: without the known secrets, and without any field that holds one by its name. */
export function redact(value: unknown, secrets: readonly string[], field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, field));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redact(part, secrets, key)]));
  }
  if (value !== undefined && value !== null && isSecretField(field)) return HIDDEN;
  return typeof value === 'string' ? mask(value, secrets) : value;
}
