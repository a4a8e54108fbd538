import type { AnySchemaObject } from 'ajv';

/** Limits a value in a message. */
const MAX_SHOWN_CHARACTERS = 60;

/** Says what kind of value was found, without a word of it: there may be a secret in it. */
export function describeType(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * Repeats a value only if the schema of its field says that it is not secret: by a choice of values, or by `shown:
 * true`, a keyword of this project. For every other value it says the kind.
 *
 * @param schema of the value alone
 */
export function describeBySchema(schema: AnySchemaObject | undefined, value: unknown): string {
  const isPublic = schema?.shown === true || Array.isArray(schema?.enum) || schema?.const !== undefined;
  return isPublic ? describeValue(value) : describeType(value);
}

/** Repeats a text, a number or a boolean of a field that never holds a secret; of all else it says the kind. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return describeType(value);
  const text = JSON.stringify(value) ?? describeType(value);
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}

/** The limit of a name; no field has a longer one. */
const MAX_NAME_CHARACTERS = 60;

/**
 * Repeats the name of a field, or says that it is not a name: a line of a key, or `{key:value}` without a space, is a
 * field to YAML.
 */
export const describeName = (name: string): string => (isName(name) ? describeValue(name) : 'a text that is no name');

/** Returns whether a key of YAML can be the name of a field. */
export const isName = (key: string): boolean =>
  key.length <= MAX_NAME_CHARACTERS && /^[\p{L}\p{N}_$.@/ -]+$/u.test(key);

/** Repeats a value that is one of `known`; of any other it says the kind. */
export const describeIfKnown = (known: readonly unknown[], value: unknown): string =>
  known.includes(value) ? describeValue(value) : describeType(value);
