import type { PostLoginAPI, Transaction } from '../../../library/contract.ts';
import type { ApiContext } from './context.ts';
import { targetScopesApi } from './target-scopes.ts';

/** customize/actions/transaction-metadata; the texts are ours. */
const MAX_KEY_LENGTH = 64;
const MAX_VALUE_BYTES = 8 * 1024;
const MAX_TOTAL_BYTES = 16 * 1024;

const fault = (text: string): Error => new Error(`((transaction metadata: ${text}))`);

function checkValue(value: unknown): void {
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    throw fault('the value must be a string, a number, a boolean or null');
  }
  if (
    typeof value === 'number' &&
    (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
  ) {
    throw fault('the number must be finite and, if an integer, a safe one');
  }
  if (Buffer.byteLength(String(value)) > MAX_VALUE_BYTES) throw fault(`the value exceeds ${MAX_VALUE_BYTES} bytes`);
}

export function transactionApi({ event, record }: ApiContext): PostLoginAPI['transaction'] {
  const change = (some: Partial<Pick<Transaction, 'metadata' | 'target_scopes'>>): void => {
    event.transaction = { metadata: {}, ...event.transaction, ...some };
  };
  const targets = (): string[] => event.transaction?.target_scopes ?? event.transaction?.requested_scopes ?? [];
  return {
    setMetadata(key, value) {
      if (typeof key !== 'string' || key === '') throw fault('the key must be a non-empty string');
      if (key.length > MAX_KEY_LENGTH) throw fault(`the key exceeds ${MAX_KEY_LENGTH} characters`);
      if (value !== null) checkValue(value);
      const others = Object.entries(event.transaction?.metadata ?? {}).filter(([name]) => name !== key);
      const metadata = Object.fromEntries(value === null ? others : [...others, [key, value]]);
      if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_TOTAL_BYTES) {
        throw fault(`all entries together exceed ${MAX_TOTAL_BYTES} bytes`);
      }
      change({ metadata });
      record('transaction.setMetadata', key, value);
    },
    ...targetScopesApi({ targets, show: (target_scopes) => change({ target_scopes }), record }),
  };
}
