import { isSecretKey } from '../check/secrets-in-file.ts';
import { mask } from '../deploy/mask.ts';

/** Fields whose value is no one's business, whatever it is. */
const SECRET_FIELD = /(secret|password|passwd|smtp_pass|private_key|api_?key|_token)$/i;
const HIDDEN = '***';

/** Whether a field may hold a secret, by its name. */
export const isSecretField = (field: string): boolean => SECRET_FIELD.test(field) || isSecretKey(field);

/** A value as it may be shown: without the known secrets, and without any field that holds one by its name. */
export function redact(value: unknown, secrets: readonly string[], field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, field));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redact(part, secrets, key)]));
  }
  if (value !== undefined && value !== null && isSecretField(field)) return HIDDEN;
  return typeof value === 'string' ? mask(value, secrets) : value;
}
