import type { JsonObject } from './records/json.ts';

/** Returns whether a JSON value is an object: neither a list nor null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
