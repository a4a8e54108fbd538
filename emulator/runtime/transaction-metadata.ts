import type { Transaction } from '../../library/contract.ts';
import type { JsonObject, JsonValue } from '../state.ts';

/** Returns what Actions noted in a transaction as the event shows it: `api.transaction.setMetadata` takes these values alone. */
export const transactionMetadata = (noted: JsonObject): Transaction['metadata'] =>
  Object.fromEntries(Object.entries(noted).filter(isEntry));

const isEntry = (entry: [string, JsonValue]): entry is [string, string | number | boolean] =>
  ['string', 'number', 'boolean'].includes(typeof entry[1]);
