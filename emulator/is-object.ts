import type { JsonObject } from './records/json.ts';

/** Whether a value of JSON is an object: no list, and not null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
